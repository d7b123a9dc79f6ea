# Takes HTCondor's client commands and the libraries they load out of this image and puts them where the notebook, whose
# image is of another distribution, can run them. The C library stays behind: the notebook's own is newer (2.39 against
# 2.34) and a program may not mix two of them.
target=/opt/htcondor
mkdir -p "$target/bin" "$target/libexec" "$target/lib"
for name in submit q rm hold release history transfer_data qedit prio status tail wait ping version config_val token_list; do
  program=$(command -v "condor_$name") || continue
  cp --dereference "$program" "$target/libexec/"
  ldd "$program" 2>/dev/null | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | while read -r library; do
    case ${library##*/} in
      ld-linux*|libc.so.*|libm.so.*|libdl.so.*|libpthread.so.*|librt.so.*|libresolv.so.*|libutil.so.*) ;;
      *) [ -e "$target/lib/${library##*/}" ] || cp --dereference "$library" "$target/lib/" ;;
    esac
  done
  # Only the command itself may see these libraries, so not for the whole notebook.
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%s/lib exec %s/libexec/condor_%s "$@"\n' "$target" "$target" "$name" > "$target/bin/condor_$name"
  chmod 0755 "$target/bin/condor_$name"
done
[ -x "$target/bin/condor_submit" ] || { echo "This image has no condor_submit." >&2; exit 1; }
