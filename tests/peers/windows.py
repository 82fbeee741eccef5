# Judges recurring windows by python3-dateutil and zoneinfo: windows.py FILE, a JSON array of {rule, minutes, zone, instants}; the answer a JSON array of arrays: whether the wall clock of
# the zone is in a window at each instant (seconds since 1970), and its offset from UTC there.
import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()


def field(text, low, high, names=()):
    found = set()
    for part in text.upper().split(","):
        span, _, step = part.partition("/")
        a, dash, b = ("%d-%d" % (low, high)).partition("-") if span == "*" else span.partition("-")
        number = lambda t: names.index(t) + low if t in names else int(t)
        last = number(b) if dash else (high if step else number(a))
        found.update(range(number(a), last + 1, int(step or 1)))
    return found


def cron(text):
    parts = text.split()
    minutes, hours, days, months = (field(*a) for a in ((parts[0], 0, 59), (parts[1], 0, 23), (parts[2], 1, 31), (parts[3], 1, 12, MONTHS)))
    weekdays = {d % 7 for d in field(parts[4], 0, 7, DAYS)}
    both = any if parts[2][0] != "*" and parts[4][0] != "*" else all

    def begins(t):
        return t.minute in minutes and t.hour in hours and t.month in months and both((t.day in days, (t.weekday() + 1) % 7 in weekdays))

    return begins


def judge(window):
    rule, zone, length = window["rule"], ZoneInfo(window["zone"]), timedelta(minutes=window["minutes"])
    if "=" in rule:
        recurrence = rrulestr(rule.replace(" ", "\n"))
        latest = lambda t: recurrence.before(t, inc=True)
    else:
        begins = cron(rule)
        latest = lambda t: next((m for m in (t.replace(second=0) - timedelta(minutes=i) for i in range(window["minutes"])) if begins(m)), None)
    answers = []
    for instant in window["instants"]:
        local = datetime.fromtimestamp(instant, timezone.utc).astimezone(zone)
        wall = local.replace(tzinfo=None)
        begin = latest(wall)
        answers.append([begin is not None and wall - begin < length, int(local.utcoffset().total_seconds())])
    return answers


print(json.dumps([judge(w) for w in json.load(open(sys.argv[1]))]))
