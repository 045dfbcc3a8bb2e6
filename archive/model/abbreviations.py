"""The field's abbreviations, both ways: who asks for one form finds the other, ranked below what they wrote."""

from __future__ import annotations

# short form, long form, who writes it so: a paper of this archive by its id, or a work that coined or settled it
_TABLE = (
    ("ANN", "artificial neural network", "Haykin, Neural Networks, 1994"),
    ("API", "application programming interface", "Bloch, How to Design a Good API, OOPSLA 2006"),
    ("ASIC", "application-specific integrated circuit", "Smith, Application-Specific Integrated Circuits, 1997"),
    ("CGRA", "coarse-grained reconfigurable architecture", "Hartenstein, A Decade of Reconfigurable Computing, 2001"),
    ("CNN", "convolutional neural network", "Krizhevsky et al., ImageNet Classification, 2012"),
    ("CPU", "central processing unit", "Hennessy and Patterson, Computer Architecture, 1990"),
    ("DBMS", "database management system", "Codd, CACM 1970"),
    ("DL", "deep learning", "oh2022hloenv"),
    ("DNN", "deep neural network", "sun2022neuralfuse"),
    ("DRAM", "dynamic random-access memory", "JEDEC JESD79"),
    ("DRL", "deep reinforcement learning", "François-Lavet et al., An Introduction to Deep RL, 2018"),
    ("EDA", "electronic design automation", "agnesina2020general"),
    ("FPGA", "field-programmable gate array", "wang2023reinforcement"),
    ("GAN", "generative adversarial network", "Goodfellow et al., 2014"),
    ("GAT", "graph attention network", "galliera2023learning"),
    ("GCN", "graph convolutional network", "Kipf and Welling, 2017"),
    ("GNN", "graph neural network", "Scarselli et al., The Graph Neural Network Model, 2009"),
    ("GPU", "graphics processing unit", "NVIDIA, GeForce 256, 1999"),
    ("HLS", "high-level synthesis", "Coussy and Morawiec, High-Level Synthesis, 2008"),
    ("HPC", "high-performance computing", "Dongarra et al., 1998"),
    ("IR", "intermediate representation", "grossman2023compile"),
    ("LLM", "large language model", "zhu2023efficient"),
    ("LSM", "log-structured merge", "O'Neil et al., The LSM-Tree, 1996"),
    ("LSTM", "long short-term memory", "Hochreiter and Schmidhuber, 1997"),
    ("MARL", "multi-agent reinforcement learning", "galliera2023learning"),
    ("MDP", "Markov decision process", "Puterman, Markov Decision Processes, 1994"),
    ("ML", "machine learning", "tan2023redco"),
    ("MLP", "multi-layer perceptron", "Haykin, Neural Networks, 1994"),
    ("NAS", "neural architecture search", "Elsken et al., JMLR 2019"),
    ("NLP", "natural language processing", "Manning and Schütze, 1999"),
    ("NN", "neural network", "Haykin, Neural Networks, 1994"),
    ("NUMA", "non-uniform memory access", "Lameter, ACM Queue 2013"),
    ("OS", "operating system", "Tanenbaum, Modern Operating Systems, 1992"),
    ("QoE", "quality of experience", "fang2019reinforcement"),
    ("QoS", "quality of service", "ITU-T E.800"),
    ("RL", "reinforcement learning", "addanki2018placeto"),
    ("RNN", "recurrent neural network", "wang2019predictive"),
    ("SDN", "software-defined networking", "ONF TR-502"),
    ("SGD", "stochastic gradient descent", "Bottou, 2010"),
    ("SLA", "service-level agreement", "ITU-T E.860"),
    ("SLO", "service-level objective", "qiu2023parm"),
    ("SoC", "system on chip", "Martin and Chang, 2003"),
    ("SSD", "solid-state drive", "huang2022learning"),
    ("SVM", "support vector machine", "Cortes and Vapnik, 1995"),
    ("TCP", "transmission control protocol", "RFC 9293"),
    ("TPU", "tensor processing unit", "kaufman2019learned"),
    ("VLSI", "very large-scale integration", "Mead and Conway, 1980"),
    ("VM", "virtual machine", "ding2023vmr2l"),
)

LONG: dict[str, str] = {}
"""The long form of a short one, in lower case."""

SHORT: dict[str, str] = {}
"""The short form of a long one, in lower case and without hyphens."""

for _short, _long, _ in _TABLE:
    LONG[_short.lower()] = _long
    SHORT[_long.lower().replace("-", " ")] = _short.lower()


def long_form(word: str) -> str | None:
    """The long form of a folded word, in singular or plural."""
    return LONG.get(word) or LONG.get(word.removesuffix("s"))


def short_form(words: str) -> str | None:
    """The short form of some folded words, in singular or plural."""
    return SHORT.get(words) or SHORT.get(words.removesuffix("s"))
