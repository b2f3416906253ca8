#!/usr/bin/env bash
# One step of a scheduled job, the same for every CI: bash job.sh restore|check|build|save|reserve|send
# docs/schedule.md of the project says what each is for. It is told how by the environment, of which
# everything may be left out:
#
#   BRIEFING_VISITS         visits or folders of visits, one a line (visits)
#   BRIEFING_OUTPUT         the output folder (output)
#   BRIEFING_STATE_BRANCH   the branch that keeps the state folder (briefing-state)
#   BRIEFING_DELIVERY       the rules of delivery (delivery.toml)
#   BRIEFING_STALE          warn, mark or fail: what to do about facts that are out of date (warn)
#   BRIEFING_THEME          a theme's name or file (default)
#   BRIEFING_TEMPLATES      a folder laid over the shipped templates (none)
#   BRIEFING_BUILD_OPTIONS  more options of `briefing build`, with spaces between (none)
#   BRIEFING_FIRST_RUN      true where nothing was ever built or sent (false)
#   BRIEFING_SUMMARY        a Markdown file to add a summary to ($GITHUB_STEP_SUMMARY, or none)
#   BRIEFING_RESULT         a file to add "changed=true" or "changed=false" to ($GITHUB_OUTPUT, or none)
set -euo pipefail

mapfile -t visits < <(sed '/^[[:space:]]*$/d' <<<"${BRIEFING_VISITS:-visits}")
read -ra more <<<"${BRIEFING_BUILD_OPTIONS:-}"
output=${BRIEFING_OUTPUT:-output}
branch=(--branch "${BRIEFING_STATE_BRANCH:-briefing-state}")
delivery=(--delivery "${BRIEFING_DELIVERY:-delivery.toml}")
summary=${BRIEFING_SUMMARY:-${GITHUB_STEP_SUMMARY:-/dev/null}}
result=${BRIEFING_RESULT:-${GITHUB_OUTPUT:-/dev/null}}
reserved=$output/.cache/reserved.sqlite
look=(--theme "${BRIEFING_THEME:-default}")
[ -z "${BRIEFING_TEMPLATES:-}" ] || look+=(--templates "$BRIEFING_TEMPLATES")
first=()
[ "${BRIEFING_FIRST_RUN:-false}" != true ] || first=(--first-run)

case "${1:-}" in
restore)
  briefing state restore "${branch[@]}" "${first[@]}" --output "$output"
  ;;
check)
  code=0
  said=$(briefing check "${visits[@]}" "${look[@]}" 2>&1) || code=$?
  printf '%s\n' "$said"
  if [ "$code" != 0 ]; then
    printf '## Briefs\n\n**Nothing was built or sent:**\n\n    %s\n\n' "${said//$'\n'/$'\n    '}" >>"$summary"
  fi
  exit "$code"
  ;;
build)
  code=0
  briefing build "${visits[@]}" "${look[@]}" --output "$output" --stale "${BRIEFING_STALE:-warn}" \
    --exit-code --summary "$summary" "${more[@]}" || code=$?
  case $code in
  0) echo changed=false >>"$result" ;;
  10) echo changed=true >>"$result" ;;
  *) exit "$code" ;;
  esac
  ;;
save)
  briefing state save "${branch[@]}" --output "$output"
  ;;
reserve) # what is about to be sent is saved first: a run that is lost is not repeated unseen
  mkdir -p "$output/.cache"
  briefing send "${visits[@]}" "${delivery[@]}" "${first[@]}" --output "$output" --reserve "$reserved"
  briefing state save "${branch[@]}" --output "$output" --ledger "$reserved"
  ;;
send)
  briefing send "${visits[@]}" "${delivery[@]}" "${first[@]}" "${look[@]}" --output "$output" \
    --summary "$summary"
  ;;
*)
  sed -n '2,/^set /{/^#/p}' "$0" >&2
  exit 2
  ;;
esac
