"""How sure the listener must be of a role: of a figure by itself, against a word for another, against another role."""

# Alone
SURE = 0.3  # a role that no word announces is taken from here on
HALF_SURE = 0.25  # the same of a figure that is of quite another size than what it would replace
OPENING = 0.55  # the same in a message with which a talk begins: people then say what each figure is
PLAIN = 0.6  # a role so plain that it changes what stands without an act of changing
HEARSAY = 0.4  # from here on the listener is believed of an input that nobody taught it
LIKELY = 0.15  # score from which the one sum left can be what the measure goes by
LIKELIER = 0.4  # the same of a sum that is only said by a word for it
ELSEWHERE = 0.8  # what an input that this measure does not have counts as another matter

# By how much it must be surer of another role than of the announced one
OUTVOTED = 0.0
MENDED = 0.4  # the same of a day passing by, where the day that stands is corrected and this one has its word
CLEAR = 0.6  # the same of another matter, in an opening message with the word for an input right beside the figure
UNHEARD = 0.6  # the same where the listener does not know the announced role at all

# Between two roles, or two figures
ADDED = 0.6  # by how much another matter must be surer than the input to which something is added
NEARLY = 0.15  # how much less sure a second role may be where another figure has the first
FAR_LIKELIER = 0.3  # by how much another matter must be surer for a sum left over to be no base
SURER = 0.25  # by how much one of two figures must be surer of a role for the other to be none, sounding like no other
RATHER = 0.45  # by how much another matter must be surer for what is corrected without a word not to be what stands
ASKED = 0.05  # added for the input whose question is open
ALMOST = 0.1  # by how much another matter must be surer where a part or a value is spoken of

# Of words and of sizes
BY_WORD = 7.0  # score of a word from which a figure that stands as one input is said to be another
NOUGHTS = 20  # how many times as large what was meant may be
YEARS = 5  # over which somebody may reckon what a sum comes to
