<?php
// Tells what a form had: its fields, and its files with the hash of their bytes.
$files = [];
foreach ($_FILES as $name => $file) {
    $files[] = [
        'name' => (string) $name,
        'filename' => $file['full_path'],
        'type' => $file['type'],
        'sha256' => $file['error'] === UPLOAD_ERR_OK ? hash_file('sha256', $file['tmp_name']) : '',
    ];
}
$fields = [];
foreach ($_POST as $name => $value) {
    $fields[] = [(string) $name, $value];
}
header('Content-Type: application/json');
echo json_encode([
    'fields' => $fields,
    'files' => $files,
    'contentLength' => $_SERVER['CONTENT_LENGTH'] ?? null,
]);
