// What VEX documents say, read in the plainest way: vex.js FILE... -> [[{ids, status, author, at, products}]], statements sorted as text.
'use strict';
const fs = require('fs');

function openVex(d) {
  return d.statements.map((s) => {
    const v = s.vulnerability;
    const at = s.last_updated || s.timestamp || d.last_updated || d.timestamp;
    return {
      ids: typeof v === 'string' ? [v] : [v.name, ...(v.aliases || [])],
      status: s.status,
      author: d.author,
      at: at ? Date.parse(at) : null,
      products: s.products.map((p) => (typeof p === 'string' ? p : p['@id'])).sort(),
    };
  });
}

function csaf(d) {
  const names = new Map();
  const walk = (branches) => (branches || []).forEach((b) => {
    if (b.product) names.set(b.product.product_id, b.product);
    walk(b.branches);
  });
  walk(d.product_tree.branches);
  (d.product_tree.full_product_names || []).forEach((p) => names.set(p.product_id, p));
  const parts = new Map((d.product_tree.relationships || []).map((r) => [r.full_product_name.product_id, r.product_reference]));
  const leaf = (id) => {
    if (parts.has(id)) return leaf(parts.get(id));
    const p = names.get(id);
    const h = (p && p.product_identification_helper) || {};
    return p ? h.purl || h.cpe || p.name : id;
  };
  const statuses = {
    known_not_affected: 'not_affected', fixed: 'fixed', first_fixed: 'fixed', known_affected: 'affected', first_affected: 'affected', last_affected: 'affected', under_investigation: 'under_investigation',
  };
  const all = [];
  for (const v of d.vulnerabilities) {
    for (const [name, ids] of Object.entries(v.product_status || {})) {
      if (statuses[name]) {
        all.push({
          ids: [v.cve], status: statuses[name], author: d.document.publisher.namespace, at: Date.parse(d.document.tracking.current_release_date), products: ids.map(leaf).sort(),
        });
      }
    }
  }
  return all;
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map((file) => {
  const d = JSON.parse(fs.readFileSync(file, 'utf8'));
  return d.statements ? openVex(d) : csaf(d);
})));
