"""Abbreviations of the field. A query with one form also finds the other, ranked below the form that was typed.

A new one may change stems: raise :data:`archive.model.analysis.VERSION`, so that indexes are built again.
"""

from __future__ import annotations

# short form, long form, source: a paper of this archive by id, or the work that introduced it
_TABLE = (
    ("ANN", "artificial neural network", "Haykin, Neural Networks, 1994"),
    ("ANNS", "approximate nearest neighbor search", "yamashita2025evaluate"),
    ("API", "application programming interface", "Bloch, How to Design a Good API, OOPSLA 2006"),
    ("APR", "automated program repair", "holloway2024role"),
    ("ASIC", "application-specific integrated circuit", "Smith, Application-Specific Integrated Circuits, 1997"),
    ("BBO", "black-box optimization", "pandit2025llmbox"),
    ("BNN", "binarized neural network", "berrios2024subnormal"),
    ("CFD", "computational fluid dynamics", "cam2025mlguided"),
    ("CFS", "completely fair scheduler", "Linux kernel documentation, CFS Scheduler"),
    ("CGRA", "coarse-grained reconfigurable architecture", "Hartenstein, A Decade of Reconfigurable Computing, 2001"),
    ("CMS", "count-min sketch", "nishishita2025optimized"),
    ("CNN", "convolutional neural network", "Krizhevsky et al., ImageNet Classification, 2012"),
    ("CPU", "central processing unit", "Hennessy and Patterson, Computer Architecture, 1990"),
    ("CXL", "compute express link", "tang2024exploring"),
    ("DBMS", "database management system", "Codd, CACM 1970"),
    ("DL", "deep learning", "oh2022hloenv"),
    ("DNN", "deep neural network", "sun2022neuralfuse"),
    ("DRAM", "dynamic random-access memory", "JEDEC JESD79"),
    ("DRL", "deep reinforcement learning", "François-Lavet et al., An Introduction to Deep RL, 2018"),
    ("EDA", "electronic design automation", "agnesina2020general"),
    ("FaaS", "function as a service", "Jonas et al., Cloud Programming Simplified, 2019"),
    ("FPGA", "field-programmable gate array", "wang2023reinforcement"),
    ("GAN", "generative adversarial network", "Goodfellow et al., 2014"),
    ("GAT", "graph attention network", "galliera2023learning"),
    ("GCN", "graph convolutional network", "Kipf and Welling, 2017"),
    ("GEMM", "general matrix multiplication", "Dongarra et al., Level 3 BLAS, 1990"),
    ("GenAI", "generative AI", "zhang2024fixrleak"),
    ("GNN", "graph neural network", "Scarselli et al., The Graph Neural Network Model, 2009"),
    ("GPU", "graphics processing unit", "NVIDIA, GeForce 256, 1999"),
    ("HDC", "hyper-dimensional computing", "ghanathe2024debughd"),
    ("HDL", "hardware description language", "szeskin2025retrieval"),
    ("HLS", "high-level synthesis", "Coussy and Morawiec, High-Level Synthesis, 2008"),
    ("HPC", "high-performance computing", "Dongarra et al., 1998"),
    ("IoT", "internet of things", "Ashton, RFID Journal, 2009"),
    ("IR", "intermediate representation", "grossman2023compile"),
    ("KV", "key-value", "tang2024exploring"),
    ("LLM", "large language model", "zhu2023efficient"),
    ("LoRA", "low-rank adaptation", "Hu et al., ICLR 2022"),
    ("LSM", "log-structured merge", "O'Neil et al., The LSM-Tree, 1996"),
    ("LSTM", "long short-term memory", "Hochreiter and Schmidhuber, 1997"),
    ("MARL", "multi-agent reinforcement learning", "galliera2023learning"),
    ("MCP", "model context protocol", "liargkovas2025expert"),
    ("MDP", "Markov decision process", "Puterman, Markov Decision Processes, 1994"),
    ("ML", "machine learning", "tan2023redco"),
    ("MLP", "multi-layer perceptron", "Haykin, Neural Networks, 1994"),
    ("MoE", "mixture of experts", "aminabadi2024turbomoe"),
    ("MPC", "model predictive control", "guillenperez2025sustainable"),
    ("NAS", "neural architecture search", "Elsken et al., JMLR 2019"),
    ("NLP", "natural language processing", "Manning and Schütze, 1999"),
    ("NN", "neural network", "Haykin, Neural Networks, 1994"),
    ("NPU", "neural processing unit", "Esmaeilzadeh et al., MICRO 2012"),
    ("NUMA", "non-uniform memory access", "Lameter, ACM Queue 2013"),
    ("OS", "operating system", "Tanenbaum, Modern Operating Systems, 1992"),
    ("PINN", "physics-informed neural network", "cam2025mlguided"),
    ("QoE", "quality of experience", "fang2019reinforcement"),
    ("QoS", "quality of service", "ITU-T E.800"),
    ("RAG", "retrieval-augmented generation", "pandit2025llmbox"),
    ("RL", "reinforcement learning", "addanki2018placeto"),
    ("RLHF", "reinforcement learning from human feedback", "li2024falcon"),
    ("RNN", "recurrent neural network", "wang2019predictive"),
    ("RTL", "register-transfer level", "IEEE 1364, Verilog"),
    ("SDN", "software-defined networking", "ONF TR-502"),
    ("SFT", "supervised fine-tuning", "li2024falcon"),
    ("SGD", "stochastic gradient descent", "Bottou, 2010"),
    ("SLA", "service-level agreement", "ITU-T E.860"),
    ("SLO", "service-level objective", "qiu2023parm"),
    ("SoC", "system on chip", "Martin and Chang, 2003"),
    ("SSD", "solid-state drive", "huang2022learning"),
    ("SSM", "state space model", "chi2024vmeanba"),
    ("SVM", "support vector machine", "Cortes and Vapnik, 1995"),
    ("TCP", "transmission control protocol", "RFC 9293"),
    ("TOCTOU", "time of check to time of use", "lilienthal2025mind"),
    ("TPU", "tensor processing unit", "kaufman2019learned"),
    ("VLSI", "very large-scale integration", "Mead and Conway, 1980"),
    ("VM", "virtual machine", "ding2023vmr2l"),
)

LONG: dict[str, str] = {}
"""The long form of a short one, in lower case."""

SHORT: dict[str, str] = {}
"""The short form of a long one, in lower case, without hyphens, and with and without the words that queries ignore."""

_IGNORED = frozenset("a as from of on to use very".split())  # the STOP_WORDS of long forms: analysis imports this module

for _short, _long, _ in _TABLE:
    LONG[_short.lower()] = _long
    _words = _long.lower().replace("-", " ").split()
    SHORT[" ".join(_words)] = SHORT[" ".join(word for word in _words if word not in _IGNORED)] = _short.lower()


def long_form(word: str) -> str | None:
    """The long form of a folded word, in singular or plural; None if it is not an abbreviation."""
    return LONG.get(word) or LONG.get(word.removesuffix("s"))


def short_form(words: str) -> str | None:
    """The abbreviation of some folded words, in singular or plural; None if they have none."""
    return SHORT.get(words) or SHORT.get(words.removesuffix("s"))
