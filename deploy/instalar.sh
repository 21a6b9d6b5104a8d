#!/bin/sh
# Instala Cauce desde este archivo, sin red. Uso: ./instalar.sh [carpeta del programa] [carpeta de datos]
set -eu
cd "$(dirname "$0")"
programa="${1:-/opt/cauce}"
datos="${2:-/var/lib/cauce}"
python="${PYTHON:-python3}"

"$python" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' || {
  echo "Cauce necesita Python 3.11 o posterior. Indique cuál: PYTHON=python3.11 ./instalar.sh" >&2
  exit 1
}
esta="py$("$python" -c 'import sys, platform; print(f"{sys.version_info[0]}{sys.version_info[1]}-{platform.machine().lower()}")')"
case "$(basename "$PWD")" in
  *"$esta") ;;
  *) echo "Este archivo es para otro Python u otro procesador; aquí se necesita uno de $esta." >&2; exit 1 ;;
esac
echo "Se comprueban los archivos…"
sha256sum --check --quiet SHA256SUMS || {
  echo "El archivo está dañado o fue cambiado. Vuelva a copiarlo y compare su SHA-256." >&2
  exit 1
}
echo "Se instala en $programa…"
mkdir -p "$programa"
"$python" -m venv --without-pip "$programa"
PIP_CONFIG_FILE=/dev/null "$programa/bin/python" "$(ls wheels/pip-*.whl)/pip" --quiet --disable-pip-version-check \
  install --no-index --no-deps --find-links wheels --require-hashes --requirement requirements.txt
"$programa/bin/cauce" --version
cat <<FIN

Cauce está instalado. Siga así:
  $programa/bin/cauce init --data $datos        crea la base y la primera cuenta
  $programa/bin/cauce serve --data $datos       sirve el sitio en http://127.0.0.1:8000
  $programa/bin/cauce doctor --data $datos      dice si algo falta

Para que arranque con el servidor: LEAME.md, «Como servicio». Para https: «Delante, un servidor con https».
FIN
