"""The shape of a language model, and what it costs exactly: parameters, operations and bytes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal, get_args

from chipgate.translation.fault_text import fault
from chipgate.workloads.faults import BadWorkload

Attention = Literal["GQA", "MLA"]
Recompute = Literal["none", "selective", "full"]

RECOMPUTE: Final[tuple[Recompute, ...]] = get_args(Recompute)
"""What a backward pass computes again: nothing, the attention scores, or whole layers."""

BYTES: Final = {"bf16": 2.0, "fp16": 2.0, "fp8": 1.0, "int8": 1.0, "fp4": 0.5, "int4": 0.5}
"""Bytes of one weight at each precision, scales left out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A transformer, layer by layer alike but for ``dense_layers`` of a mixture of experts.

    Multi-head attention is GQA with as many key heads as heads. ``mlp_matrices`` is 3 for gated units (SwiGLU), else 2.
    ``full_attention_share`` is the share of layers whose keys reach over the whole context; the others look back
    ``sliding_window`` tokens, or keep a state of fixed size where the window is 0. ``mtp_layers`` draft tokens ahead
    (multi-token prediction); they stand beside ``layers`` and are in no total but ``mtp_params``.
    """

    name: str
    layers: int
    hidden: int
    heads: int
    vocab: int
    attention: Attention = "GQA"
    kv_heads: int = 0
    head_dim: int = 0
    q_lora_rank: int = 0
    kv_lora_rank: int = 0
    qk_nope_dim: int = 0
    qk_rope_dim: int = 0
    v_head_dim: int = 0
    ffn_dense: int = 0
    dense_layers: int = 0
    experts_total: int = 0
    experts_active: int = 0
    experts_shared: int = 0
    ffn_expert: int = 0
    ffn_shared: int = 0
    mlp_matrices: int = 3
    tied_embeddings: bool = False
    full_attention_share: float = 1.0
    sliding_window: int = 0
    context_max: int = 0
    mtp_layers: int = 0
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        faults = [
            fault("{one} is {given}; it must be 1 or more", one=one, given=getattr(self, one))
            for one in _COUNTS
            if getattr(self, one) < 1
        ]
        if self.attention == "GQA" and (self.kv_heads < 1 or self.head_dim < 1):
            faults.append(fault("grouped-query attention needs kv_heads and head_dim"))
        elif self.attention == "GQA" and self.heads % self.kv_heads:
            faults.append(
                fault(
                    "{heads} heads cannot share {kv_heads} key heads evenly", heads=self.heads, kv_heads=self.kv_heads
                )
            )
        if self.attention == "MLA" and min(self.kv_lora_rank, self.qk_nope_dim, self.v_head_dim) < 1:
            faults.append(fault("latent attention needs kv_lora_rank, qk_nope_dim, qk_rope_dim and v_head_dim"))
        if self.experts_active > self.experts_total:
            faults.append(
                fault("{active} of {all} experts cannot be active", active=self.experts_active, all=self.experts_total)
            )
        if self.moe_layers and not (self.experts_total and self.experts_active and self.ffn_expert):
            faults.append(fault("{count} layers have no dense part, and no experts are given", count=self.moe_layers))
        if self.dense_layers and not self.ffn_dense:
            faults.append(fault("dense layers need ffn_dense"))
        if not 0 <= self.full_attention_share <= 1 or (not self.full_attention_share and not self.sliding_window):
            faults.append(
                fault("full_attention_share is {given}; it lies above 0, up to 1", given=self.full_attention_share)
            )
        if faults:
            raise BadWorkload(fault("model {name}", name=self.name), faults)

    @property
    def moe_layers(self) -> int:
        """Layers with routed experts."""
        return self.layers - self.dense_layers

    @property
    def attention_params(self) -> int:
        """Weights of the attention of one layer."""
        if self.attention == "GQA":
            return self.hidden * self.head_dim * 2 * (self.heads + self.kv_heads)
        qk = self.qk_nope_dim + self.qk_rope_dim
        query = (
            self.q_lora_rank * (self.hidden + self.heads * qk) if self.q_lora_rank else self.hidden * self.heads * qk
        )
        latent = self.hidden * (self.kv_lora_rank + self.qk_rope_dim)
        up = self.kv_lora_rank * self.heads * (self.qk_nope_dim + self.v_head_dim)
        return query + latent + up + self.heads * self.v_head_dim * self.hidden

    @property
    def expert_params(self) -> int:
        """Weights of one routed expert."""
        return self.mlp_matrices * self.hidden * self.ffn_expert

    @property
    def shared_layer_params(self) -> int:
        """Weights of all layers that every token uses: attention, dense layers, shared experts, routers."""
        dense = self.dense_layers * self.mlp_matrices * self.hidden * self.ffn_dense
        shared = self.moe_layers * self.experts_shared * self.mlp_matrices * self.hidden * self.ffn_shared
        return self.layers * self.attention_params + dense + shared + self.moe_layers * self.hidden * self.experts_total

    @property
    def embedding_params(self) -> int:
        """Weights of one embedding table, which is also the size of the head."""
        return self.vocab * self.hidden

    @property
    def params_total(self) -> int:
        """Every weight; biases, norms and position tables left out (under 0.1 %)."""
        tables = self.embedding_params * (1 if self.tied_embeddings else 2)
        return self.shared_layer_params + self.moe_layers * self.experts_total * self.expert_params + tables

    @property
    def params_active(self) -> int:
        """Weights that multiply one token: the head is in it, the look-up of the embedding is not."""
        experts = self.moe_layers * self.experts_active * self.expert_params
        return self.shared_layer_params + experts + self.embedding_params

    @property
    def mtp_params(self) -> int:
        """Weights of the layers that draft: each is the last layer again, with a product that joins two streams.

        The tables are shared with the model. DeepSeek-V3 counts them again for its one layer: 11.6 + 1.9 billion are
        the 14 billion that it prints (arXiv:2412.19437, section 4.2).
        """
        return self.mtp_layers * (self._last_layer_params + 2 * self.hidden * self.hidden)

    @property
    def _last_layer_params(self) -> int:
        if not self.moe_layers:
            return self.attention_params + self.mlp_matrices * self.hidden * self.ffn_dense
        shared = self.experts_shared * self.mlp_matrices * self.hidden * self.ffn_shared
        routed = self.experts_total * (self.expert_params + self.hidden)
        return self.attention_params + shared + routed

    def lora_params(self, rank: int) -> int:
        """Weights of adapters of RANK beside every matrix of attention, dense layers and shared experts.

        An adapter of a matrix of n x m has rank x (n + m) weights (arXiv:2106.09685). Routed experts have none.
        """
        mlp = self.mlp_matrices * self.hidden
        dense = self.dense_layers * (mlp + self.mlp_matrices * self.ffn_dense) if self.dense_layers else 0
        shared = self.moe_layers * self.experts_shared * (mlp + self.mlp_matrices * self.ffn_shared)
        return rank * (self.layers * self._attention_sides + dense + shared)

    @property
    def _attention_sides(self) -> int:
        """Rows and columns of the matrices of one layer's attention, added up."""
        if self.attention == "GQA":
            wide, narrow = self.heads * self.head_dim, self.kv_heads * self.head_dim
            return 4 * self.hidden + 2 * wide + 2 * narrow
        qk = self.heads * (self.qk_nope_dim + self.qk_rope_dim)
        query = self.hidden + 2 * self.q_lora_rank + qk if self.q_lora_rank else self.hidden + qk
        latent = self.hidden + self.kv_lora_rank + self.qk_rope_dim
        up = self.kv_lora_rank + self.heads * (self.qk_nope_dim + self.v_head_dim)
        return query + latent + up + self.heads * self.v_head_dim + self.hidden

    @property
    def kv_values_per_token(self) -> int:
        """Values that one token leaves in the cache in one layer of full attention."""
        if self.attention == "MLA":
            return self.kv_lora_rank + self.qk_rope_dim
        return 2 * self.kv_heads * self.head_dim

    @property
    def score_width(self) -> int:
        """Multiply-adds per query, key and layer in training and prefill: all heads, scores and values together."""
        if self.attention == "MLA":
            return self.heads * (self.qk_nope_dim + self.qk_rope_dim + self.v_head_dim)
        return 2 * self.heads * self.head_dim

    @property
    def decode_score_width(self) -> int:
        """The same in decoding; latent attention is absorbed there and works on the latent values."""
        if self.attention == "MLA":
            return self.heads * (2 * self.kv_lora_rank + self.qk_rope_dim)
        return self.score_width

    def attended(self, context: float) -> float:
        """Keys that a query meets, a layer on average, with CONTEXT tokens before it."""
        windowed = min(context, self.sliding_window) if self.sliding_window else 0.0
        return self.full_attention_share * context + (1 - self.full_attention_share) * windowed

    def kv_bytes(self, tokens: float, value_bytes: float = 2.0) -> float:
        """Bytes of the cache of one sequence of TOKENS."""
        return self.layers * self.kv_values_per_token * self.attended(tokens) * value_bytes

    def weight_bytes(self, precision: str, expert_precision: str = "") -> float:
        """Bytes of all weights at PRECISION, routed experts at EXPERT_PRECISION where it is another one.

        Embedding and head stay in 16 bits below 16-bit layers.
        """
        tables = self.embedding_params * (1 if self.tied_embeddings else 2)
        experts = self.moe_layers * self.experts_total * self.expert_params
        rest = self.params_total - tables - experts
        return rest * BYTES[precision] + experts * BYTES[expert_precision or precision] + tables * 2.0

    def forward_flops(self, context: float, *, causal: bool = True) -> float:
        """Operations of one token forward with CONTEXT tokens in the sequence; half the scores where causal."""
        scores = 2 * self.score_width * self.layers * self.attended(context) * (0.5 if causal else 1.0)
        return 2 * self.params_active + scores

    def training_flops(self, context: float, *, recompute: Recompute = "none", lora: bool = False) -> float:
        """Operations of one token forward and backward.

        Backward costs twice the forward pass, once under LoRA, whose frozen weights need no gradient of their own;
        full recomputation adds another forward pass, a selective one that of the scores.
        """
        scores = 2 * self.score_width * self.layers * self.attended(context) * 0.5
        return 2 * self.params_active * product_passes(recompute, lora) + scores * score_passes(recompute)


def product_passes(recompute: Recompute = "none", lora: bool = False) -> float:
    """Forward passes that the products of a training step are worth."""
    return (2.0 if lora else 3.0) + (1.0 if recompute == "full" else 0.0)


def score_passes(recompute: Recompute = "none") -> float:
    """The same for attention scores, which have no weights and so cost as much under LoRA."""
    return 3.0 if recompute == "none" else 4.0


_COUNTS: Final = ("layers", "hidden", "heads", "vocab")
SHAPE_FIELDS: Final = tuple(one.name for one in fields(Shape))
