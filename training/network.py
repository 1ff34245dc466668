"""The joint network: a BERT-style encoder; heads for tags, features, arcs, labels and names."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from whoholds.reading.english.wordpiece import SHAPES

ARC = 256  # width of the arc projections
LABEL = 128  # width of the label projections


@dataclass(frozen=True, slots=True)
class Sizes:
    """Numbers of classes, and how much of the encoder is used."""

    upos: int
    feats: int
    deps: int
    names: int
    layers: int


class Layer(nn.Module):
    """One post-norm transformer layer with BERT's parameter names flattened."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.rate = dropout

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Run on states (b, p, width); `mask` is True where a piece may be looked at."""
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.reshape(batch, length, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        rate = self.rate if self.training else 0.0
        y = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=rate)
        y = y.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(y)))
        y = self.down(functional.gelu(self.up(x)))
        out: Tensor = self.norm2(x + self.dropout(y))
        return out


BERT_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm2",
}


class Encoder(nn.Module):
    """The pre-trained encoder, with a word-shape embedding added (the vocabulary is uncased)."""

    def __init__(self, folder: Path, layers: int, keep: list[int], dropout: float = 0.1) -> None:
        """Load a local BERT-style folder; `keep` are the rows of its vocabulary that stay."""
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width, heads = config["hidden_size"], config["num_attention_heads"]
        raw = load_file(folder / "model.safetensors")
        weights = {
            k.removeprefix("bert."): v.float() for k, v in raw.items() if v.is_floating_point()
        }
        words = weights["embeddings.word_embeddings.weight"][keep]
        segment = weights["embeddings.token_type_embeddings.weight"][0]
        positions = weights["embeddings.position_embeddings.weight"] + segment
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.positions = nn.Embedding.from_pretrained(positions, freeze=True)
        self.shapes = nn.Embedding(SHAPES + 1, width)  # the last: [CLS] and [SEP]
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.norm.load_state_dict(_part(weights, "embeddings.LayerNorm"))
        self.dropout = nn.Dropout(dropout)
        inner = config["intermediate_size"]
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        for i, layer in enumerate(self.layers):
            for theirs, ours in BERT_NAMES.items():
                part = _part(weights, f"encoder.layer.{i}.{theirs}")
                layer.get_submodule(ours).load_state_dict(part)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Return the last states (b, p, width) of pieces and shapes (b, p)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(places) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def _part(weights: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {n: weights[f"{prefix}.{n}"] for n in ("weight", "bias")}


class Network(nn.Module):
    """Encoder and heads. A sentence of n words gives n + 1 states: the first stands for the root.

    Outputs, in order: UPOS (n, upos), features (n, feats), names (n, names), arcs (n, n + 1: score
    of each head for each word), label factors (n, deps * (LABEL + 1)), label heads
    (n + 1, LABEL + 1). The score of label d for word i under head h is the dot product of factor
    (i, d) and label head h (Dozat and Manning 2017, biaffine).
    """

    def __init__(self, encoder: Encoder, sizes: Sizes, dropout: float = 0.33) -> None:
        super().__init__()
        self.encoder = encoder
        self.sizes = sizes
        width = encoder.norm.weight.shape[0]
        self.upos = nn.Linear(width, sizes.upos)
        self.feats = nn.Linear(width, sizes.feats)
        self.names = nn.Linear(width, sizes.names)
        self.arc_dep = nn.Linear(width, ARC)
        self.arc_head = nn.Linear(width, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.label_dep = nn.Linear(width, LABEL)
        self.label_head = nn.Linear(width, LABEL)
        self.label = nn.Linear(LABEL + 1, sizes.deps * (LABEL + 1), bias=False)
        nn.init.normal_(self.arc.weight, std=0.02)
        nn.init.normal_(self.label.weight, std=0.02)
        self.state_dropout = nn.Dropout(0.1)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, pieces: Tensor, shapes: Tensor, first: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """Run on a batch: pieces, shapes (b, p); first piece of root and words (b, n + 1)."""
        return self.heads(self.state_dropout(self.states(pieces, shapes, first, mask)))

    def states(
        self, pieces: Tensor, shapes: Tensor, first: Tensor, mask: Tensor | None = None
    ) -> Tensor:
        """Return the encoder's last states of root and words (b, n + 1, width)."""
        x = self.encoder(pieces, shapes, mask)
        return torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))

    def heads(self, states: Tensor) -> tuple[Tensor, ...]:
        """Run the heads on the states of root and words (..., n + 1, width)."""
        words = states[..., 1:, :]
        arc_dep = self.dropout(functional.gelu(self.arc_dep(words)))
        arc_head = self.dropout(functional.gelu(self.arc_head(states)))
        arcs = self.arc(arc_dep) @ arc_head.transpose(-1, -2)
        arcs = arcs + self.arc_bias(arc_head).transpose(-1, -2)
        label_dep = _with_one(self.dropout(functional.gelu(self.label_dep(words))))
        label_head = _with_one(self.dropout(functional.gelu(self.label_head(states))))
        tags = self.upos(words), self.feats(words), self.names(words)
        return (*tags, arcs, self.label(label_dep), label_head)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


def label_scores(factors: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
    """Return (b, n, deps): the label scores of each word under its chosen head."""
    index = chosen.unsqueeze(-1).expand(-1, -1, heads.shape[-1])
    picked = torch.gather(heads, 1, index)
    batch, length, _ = factors.shape
    split = factors.reshape(batch, length, -1, heads.shape[-1])
    return torch.einsum("bnde,bne->bnd", split, picked)
