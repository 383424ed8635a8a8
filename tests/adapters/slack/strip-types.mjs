// Lets every supported Node run TypeScript: the oldest of them does not strip types by itself.
import { register } from 'node:module';

register('./strip-types-hooks.mjs', import.meta.url);
