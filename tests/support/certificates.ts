/** A certificate and its key, as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What is wrong with a certificate, if anything. */
export interface Flaw {
  /** Whom it is for; this machine by default. */
  readonly name?: string;
  /** Whether its days are over. */
  readonly isExpired?: boolean;
}

const KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

/** An authority of its own, which signs certificates with openssl in a folder. */
export class Authority {
  readonly #openssl: string;
  readonly #folder: string;
  #count = 0;

  /**
   * @param openssl The path of openssl.
   * @param folder Where it keeps its files.
   */
  constructor(openssl: string, folder: string) {
    this.#openssl = openssl;
    this.#folder = folder;
    this.#run(
      `req ${KEY} -x509 -subj /CN=authority -keyout ca.key -out ca.pem`,
    );
  }

  /** The certificate that a client has to know. */
  get cert(): string {
    return this.#read("ca.pem");
  }

  /** Makes a certificate that it has signed. */
  sign({ name = "IP:127.0.0.1", isExpired = false }: Flaw = {}): Identity {
    const id = `server${++this.#count}`;
    this.#run(
      `req ${KEY} -subj /CN=${id} -keyout ${id}.key -out ${id}.csr ` +
        `-addext subjectAltName=${name} ` +
        "-addext basicConstraints=critical,CA:FALSE",
    );
    this.#run(
      `x509 -req -in ${id}.csr -out ${id}.pem -CA ca.pem -CAkey ca.key ` +
        `-copy_extensions copyall -days ${isExpired ? -1 : 2}`,
    );
    return { cert: this.#read(`${id}.pem`), key: this.#read(`${id}.key`) };
  }

  #run(command: string): void {
    const { code, stderr } = new Deno.Command(this.#openssl, {
      args: command.split(" "),
      cwd: this.#folder,
    }).outputSync();
    if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  }

  #read(name: string): string {
    return Deno.readTextFileSync(`${this.#folder}/${name}`);
  }
}
