#!/usr/bin/env bash
# Makes the signatures and keys in this folder, with OpenSSL and `pip install model-signing==1.1.1` on the PATH. Private keys are thrown away.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/fraud/code"
printf 'flavors: {}\n' > "$work/fraud/MLmodel"
printf 'print(1)\n' > "$work/fraud/code/run.py"

for bits in 256 384 521; do
  curve=$([ $bits = 256 ] && echo prime256v1 || echo secp${bits}r1)
  openssl ecparam -name "$curve" -genkey -noout -out "$work/key.pem"
  openssl ec -in "$work/key.pem" -pubout -out "p$bits.pem"
  model_signing sign key "$work/fraud" --private_key "$work/key.pem" --signature "p$bits.sig"
done
openssl ecparam -name secp256k1 -genkey -noout | openssl ec -pubout -out secp256k1.pem

# an authority, its intermediate, and a signer whose certificate is valid for a day
new() { openssl ecparam -name secp384r1 -genkey -noout -out "$work/$1.key"; }
new root; new middle; new leaf
openssl req -x509 -new -key "$work/root.key" -subj "/CN=Test Root" -days 36500 \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out root.crt
openssl req -new -key "$work/middle.key" -subj "/CN=Test Intermediate" | openssl x509 -req -CA root.crt -CAkey "$work/root.key" -days 36500 \
  -extfile <(echo 'basicConstraints=critical,CA:TRUE'; echo 'keyUsage=critical,keyCertSign') -out middle.crt
openssl req -new -key "$work/leaf.key" -subj "/CN=Release/O=Example" | openssl x509 -req -CA middle.crt -CAkey "$work/middle.key" -days 1 \
  -extfile <(echo 'basicConstraints=CA:FALSE'; echo 'keyUsage=critical,digitalSignature') -out leaf.crt
model_signing sign certificate "$work/fraud" --private_key "$work/leaf.key" --signing_certificate leaf.crt \
  --certificate_chain middle.crt --certificate_chain root.crt --signature chain.sig

# two authorities that issued each other: the names loop
new a; new b
openssl req -new -key "$work/a.key" -subj "/CN=A" | openssl x509 -req -CA <(openssl req -x509 -new -key "$work/b.key" -subj "/CN=B") \
  -CAkey "$work/b.key" -days 36500 -out "$work/a.crt"
openssl req -new -key "$work/b.key" -subj "/CN=B" | openssl x509 -req -CA "$work/a.crt" -CAkey "$work/a.key" -days 36500 -out "$work/b.crt"
model_signing sign certificate "$work/fraud" --private_key "$work/a.key" --signing_certificate "$work/a.crt" \
  --certificate_chain "$work/b.crt" --signature loop.sig

# what Sigstore's authority issues has an extension of its own
new keyless
openssl req -new -key "$work/keyless.key" -subj "/" | openssl x509 -req -CA root.crt -CAkey "$work/root.key" -days 36500 \
  -extfile <(echo 'keyUsage=critical,digitalSignature'; echo 'subjectAltName=critical,email:anna@example.com'; echo '1.3.6.1.4.1.57264.1.1=ASN1:UTF8String:https://accounts.example') -out "$work/keyless.crt"
model_signing sign certificate "$work/fraud" --private_key "$work/keyless.key" --signing_certificate "$work/keyless.crt" \
  --certificate_chain root.crt --signature keyless.sig
