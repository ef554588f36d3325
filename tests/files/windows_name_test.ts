import { assertEquals } from "@std/assert";
import {
  isWindowsAbsolute,
  isWindowsDevice,
  isWindowsPlain,
} from "../../src/files/windows_name.ts";

const { raw } = String;

const ABSOLUTE = [
  raw`C:\a`,
  raw`z:/a`,
  raw`c:\ `.trim(),
  raw`\\server\share\a`,
  raw`\\server\share`,
  raw`//server/share/a`,
  raw`\/server/\share`,
  raw`\\server.example.com\c$\a`,
  raw`\\?\C:\a`,
  raw`//?/C:/a`,
  raw`\\?\UNC\server\share\a`,
  raw`\\?\unc\server\share`,
];

const NOT_ABSOLUTE = [
  "",
  "a",
  "C:",
  "C:a",
  raw`1:\a`,
  raw`\a`,
  "/a",
  raw`\\`,
  raw`\\server`,
  raw`\\server\ `.trim(),
  raw`\\\server\share\a`,
  "///server/share/a",
  raw`\\C:\base\x`,
  raw`\\.\C:\a`,
  raw`\\.\pipe\a`,
  raw`\\..\share\a`,
  raw`\\server\..\a`,
  raw`\\server\.\a`,
  raw`\\server\..`,
  raw`\\server\.. \a`,
  raw`\\server \share\a`,
  raw`\\?\C:`,
  raw`\\?\C:a`,
  raw`\\?\pipe\a`,
  raw`\\?\GLOBALROOT\Device\a`,
  raw`\\?\UNC\server`,
  raw`\\?\UNC\..\share\a`,
  raw`\??\C:\a`,
  raw`\\?`,
];

for (
  const [paths, is] of [[ABSOLUTE, true], [NOT_ABSOLUTE, false]] as const
) {
  for (const path of paths) {
    Deno.test(`isWindowsAbsolute(${JSON.stringify(path)}) is ${is}`, () => {
      assertEquals(isWindowsAbsolute(path), is);
    });
  }
}

const DEVICES = [
  ...["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"],
  ...Array.from("123456789¹²³", (digit) => `COM${digit}`),
  ...Array.from("123456789¹²³", (digit) => `LPT${digit}`),
];

Deno.test("isWindowsDevice() recognizes every name of a device in any form", () => {
  for (const device of DEVICES) {
    for (
      const form of [
        device,
        device.toLowerCase(),
        `${device}.txt`,
        `${device}.`,
        `${device} `,
        `${device}  .tar.gz`,
        `${device}:`,
        `${device}:stream`,
        `C:\\a\\${device}`,
        raw`C:/a/${device}.txt/b`,
        `\\\\server\\share\\${device}`,
        `.\\${device}`,
      ]
    ) {
      assertEquals([form, isWindowsDevice(form)], [form, true]);
      assertEquals([form, isWindowsPlain(form)], [form, false]);
    }
  }
  for (const share of ["pipe", "PIPE", "mailslot", "ipc$"]) {
    assertEquals(isWindowsDevice(`\\\\server\\${share}\\a`), true);
    assertEquals(isWindowsDevice(`\\\\?\\UNC\\server\\${share}\\a`), true);
  }
});

const FILES = [
  ...["a.txt", "..a", "a..b", ".a", "a b", " a", "$a", "dollar$", "CONIN"],
  ...["NULL", "CONS", "COM", "COM0", "COM10", "COM¹1", "LPT⁴", "a.NUL", "xCON"],
  ...["CON-a", " NUL", "CONıN$", "", ".", "..", raw`a\..\b`, "a//b", "a/"],
  ...[raw`C:\a.txt`, raw`\\server\share\a`, raw`\\server\pipes\a`, "pipe"],
  ...[raw`\\?\C:\a\b`, raw`C:\pipe\a`],
];

const ODD = [
  ...["a.", "a ", "...", ". ", ".. ", " .", "a. .", "a:b", "C:", "C:a", "a?"],
  ...[raw`\a`, "/a", raw`\\server`, raw`\\.\C:\a`, raw`..\ `, raw`.. \x`],
  ...[raw`a.\b`, raw`a \b`, raw`a\C:\b`, raw`C:\a.\b`, raw`C:\a:b`, "C:/a?b"],
];

Deno.test("isWindowsPlain() accepts names that Windows opens literally", () => {
  for (const name of FILES) {
    assertEquals([name, isWindowsPlain(name)], [name, true]);
    assertEquals([name, isWindowsDevice(name)], [name, false]);
  }
  for (const name of ODD) {
    assertEquals([name, isWindowsPlain(name)], [name, false]);
    assertEquals([name, isWindowsDevice(name)], [name, false]);
  }
});
