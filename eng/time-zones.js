// Writes the time zones that are embedded for machines without any, from the IANA database of this machine (Debian package tzdata, public domain) by zic of libc-bin.
// Usage: node eng/time-zones.js
// The file is Brotli of lines: footer (POSIX TZ string, RFC 9636 section 3.3), TAB, offset and changes as `OFFSET TIME=OFFSET ...` (seconds; only for zones the footer alone does not
// describe from 2024 on; changes up to 2045), TAB, names separated by single spaces.
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const zlib = require('zlib');

const source = '/usr/share/zoneinfo/tzdata.zi';
const first = Date.UTC(2024, 0, 1) / 1000;
const last = Date.UTC(2046, 0, 1) / 1000;

// A TZif file of version 2 or newer: the block with 64-bit times is the second one.
function read(file) {
  const bytes = fs.readFileSync(file);
  const counts = (at) => [20, 24, 28, 32, 36, 40].map((o) => bytes.readUInt32BE(at + o));
  const [utc1, std1, leap1, time1, type1, char1] = counts(0);
  const at = 44 + time1 * 5 + type1 * 6 + char1 + leap1 * 8 + std1 + utc1;
  const [utc, std, leap, times, types, chars] = counts(at);
  const body = at + 44;
  const offsets = [...Array(types).keys()].map((i) => bytes.readInt32BE(body + times * 9 + i * 6));
  const changes = [...Array(times).keys()].map((i) => [Number(bytes.readBigInt64BE(body + i * 8)), offsets[bytes[body + times * 8 + i]]]);
  const footer = bytes.toString('latin1', body + times * 9 + types * 6 + chars + leap * 12 + std + utc).trim();
  let before = offsets[0];
  const kept = [];
  for (const [time, offset] of changes) {
    if (time < first) {
      before = offset;
    } else if (time < last) {
      kept.push([time, offset]);
    }
  }
  return `${footer}\t${kept.length ? [before, ...kept.map((k) => k.join('='))].join(' ') : ''}`;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'time-zones-'));
try {
  execFileSync('/usr/sbin/zic', ['-b', 'slim', '-d', folder, source]);
  const groups = new Map();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const name = path.relative(folder, file);
    if (entry.isFile() && name !== 'Factory') {
      const zone = read(file);
      groups.set(zone, [...(groups.get(zone) ?? []), name].sort());
    }
  }
  const text = [...groups].map(([zone, names]) => `${zone}\t${names.join(' ')}`).sort().join('\n');
  const packed = zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_LGWIN]: 16, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
  fs.writeFileSync(path.join(__dirname, '..', 'src', 'PipelineKit', 'Schedules', 'time-zones.br'), packed);
  console.log(`${groups.size} kinds of zones, ${text.length} bytes, packed ${packed.length}`);
} finally {
  fs.rmSync(folder, { recursive: true });
}
