# Reads orders until the input ends, that is until the JVM is dead, whatever killed it; then ends what it watches.
#   watch PID SIGNAL   forget PID   delete FOLDER
trap '' HUP INT QUIT TERM PIPE
watched=
folders=
while read -r order rest; do
  case $order in
    watch) watched="$watched ${rest% *}:${rest#* }" ;;
    forget)
      kept=
      for entry in $watched; do
        [ "${entry%%:*}" = "$rest" ] || kept="$kept $entry"
      done
      watched=$kept ;;
    delete) folders="$folders
$rest" ;;
  esac
done

family() {
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
    family "$child"
  done
  echo "$1"
}

for entry in $watched; do
  kill -CONT $(family "${entry%%:*}") 2>/dev/null
  kill "-${entry#*:}" "${entry%%:*}" 2>/dev/null
done

# Three seconds to end in order, then by force.
tries=30
while [ "$tries" -gt 0 ]; do
  alive=
  for entry in $watched; do
    kill -0 "${entry%%:*}" 2>/dev/null && alive="$alive ${entry%%:*}"
  done
  [ -z "$alive" ] && break
  sleep 0.1
  tries=$((tries - 1))
done
for pid in $alive; do
  kill -KILL $(family "$pid") 2>/dev/null
done

echo "$folders" | while read -r folder; do
  [ -n "$folder" ] && rm -rf -- "$folder"
done
