<?php
// Keeps the body of a request, as the endpoint of many a REST service does.
$bytes = file_get_contents('php://input');
file_put_contents(getenv('UPLOADS') . '/received', $bytes);
header('Content-Type: application/json');
echo json_encode([
    'method' => $_SERVER['REQUEST_METHOD'],
    'contentType' => $_SERVER['CONTENT_TYPE'] ?? null,
    'contentLength' => $_SERVER['CONTENT_LENGTH'] ?? null,
    'transferEncoding' => $_SERVER['HTTP_TRANSFER_ENCODING'] ?? null,
    'bytes' => strlen($bytes),
    'decoded' => json_decode($bytes),
]);
