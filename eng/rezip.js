'use strict';
// Rewrites a zip archive so that equal content gives equal bytes: entries by name, one fixed time, no extra fields. What is packed stays as it was packed.
// Usage: node eng/rezip.js IN OUT      (archives below 4 GB, without encryption)
const fs = require('fs');

const [, , input, output] = process.argv;
if (!input || !output) {
  console.error('usage: node eng/rezip.js IN OUT');
  process.exit(2);
}

const utf8Names = 0x0800;
const date1980 = 0x0021;
const archive = fs.readFileSync(input);

function read() {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) {
    throw new Error(`${input} is not a zip archive: it has no end record`);
  }

  const entries = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const header = archive.readUInt32LE(at + 42);
    const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const body = archive.subarray(start, start + packed);
    if ((method !== 0 && method !== 8) || body.length !== packed) {
      throw new Error(`${input}: the entry ${name} cannot be read (method ${method}, ${body.length} of ${packed} bytes)`);
    }

    // Folders are implied by the names of their files.
    if (!name.endsWith('/')) {
      entries.push({ name, method, body, size, sum: archive.readUInt32LE(at + 16) });
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function write(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, method, body, size, sum } of entries) {
    const label = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(date1980, 8);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(label.length, 22);

    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 0]), common, place, label);
    parts.push(Buffer.from([0x50, 0x4b, 0x03, 0x04]), common, label, body);
    offset += 30 + label.length + body.length;
  }

  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

fs.writeFileSync(output, write(read()));
