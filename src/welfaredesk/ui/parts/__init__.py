# SPDX-License-Identifier: EUPL-1.2
"""The parts screens are made of; they know neither the store nor the desk.

amount_row      AmountRow: what it is and amounts in columns
announce        announce: says a sentence through the screen reader
banner          Banner: a sentence over a page that stays until it is dealt with, with one action
beside          Beside: columns, or one column where there is no room
breaking        in_two, in_lines: words broken between one another
button          Button, Glyph: icon, word and keys on a button; an icon beside words
card            Card: a surface with a thin edge; column and row, the two layouts; labelled, a label over a value
chip            ChipMark, Chip, ChipRow: icon and word on a soft ground, wrapping
choice_chips    ChoiceChips: one of a few, arrows move
clash_card      ClashShown, ClashCard: what there was, what stands, what waits
code_picker     Choice, CodePicker: type to find over a code list
columns         Share, shared: how wide the columns of a table are
curtain         Curtain: F12, covers the whole window
day_picker      DayPicker: types «lun», «+7», «3/11», says the day in words, has a calendar
detail          Detail: what is known of the chosen row and what can be done
drawing         DrawingPad: strokes of a finger or pen, as an image
empty_state     EmptyState: one sentence, one action
field           Field, say_problems, drop_mended: label above, help below, problem beside, width by content
finder          Finder: a line that finds as a person types; late answers are dropped
flow            FlowBox, FlowLayout: rows that wrap
framed          Framed: the page of one record, its head and foot stay, the rest scrolls
hits            Hit, HitList: found things, grouped
hold            KeyboardHold: how a layer holds the keyboard against what lies below
list_page       ListPage: head, list and detail
marked_text     MarkedText: prose with words marked as new or gone
more            MoreButton: «Altro…», what is seldom wanted
notice          Notice: a toast at the bottom with «Annulla», eight seconds
overlay         Overlay: a layer that keeps the keyboard until closed
paged           Pages: pages of 48 rows read when looked at, forty kept
page            Page: one column that scrolls where the window is short
page_head       PageHead: title, sentence, actions
palette         Palette: Ctrl+K
person_header   PersonHead, PersonHeader: whose cartella it is, what to mind, who holds the case
person_picker   PersonFound, PersonPicker: type to find a person
plain           PlainLabel, plain_tip, restyle: words exactly as typed
popup           PopupCard, Drop: small panels beside a control
prose           lay, draw: prose at 1.45 and 78 characters
quick_chips     MenuChip, PeopleChip, WhenChip: the chips under a quick entry
quick_entry     QuickEntry: where a person writes
quick_values    QuickOptions, QuickValues: what a quick entry takes and gives
rail            RailEntry, Rail: the pages, 208 wide or icons only
section         Section: a part of a form that folds to a summary
sheet           Sheet: a titled sheet over anything
side_panel      PanelCard, PanelRow, SidePanel: cards at the right, behind a button where narrow
state_box       Standing, StateBox: the state of the exchange
step            Step, buttons_of: what is asked once more, in place
stream          Stream: the diary as cards under months
stream_delegate StreamDelegate: draws them
stream_model    StreamRow, StreamModel: reads them page by page
table           Table: any length, rows 36 high
table_model     Column, TableModel: reads only the visible pages
task_row        TaskMark, TaskRow: time or tick, two lines, one action
tick            Tick, Pick: a box to tick, a round one to pick
timeline        Change, Timeline: the history of a field
"""
