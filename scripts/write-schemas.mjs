// Writes the JSON Schemas that editors use for completion: `npm run schema`, after a change to src/content/schema.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../dist/content/schema.js';

const folder = new URL('../schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(jsonSchemas())) writeFileSync(new URL(name, folder), text);
