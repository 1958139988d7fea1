package filter

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/widgets/form"
)

// conditionForm asks for a condition: by a choice where its property has words for all its values, and else by what is typed.
type conditionForm struct {
	form       *form.Form
	list       lists.List
	title      func(property string) string
	properties []lists.FilterProperty

	property, operator *form.Select
	typed              *form.Entry
	one                *form.Select
	several            map[string][]*form.Check // by the properties
	values             *values                  // below the form; nil while it is made
}

// The rows of the form.
const (
	rowProperty = "property"
	rowOperator = "operator"
	rowTyped    = "value"
	rowOne      = "one"
	rowSeveral  = "several " // with the property behind it
)

func newConditionForm(list lists.List, title func(property string) string) *conditionForm {
	c := &conditionForm{list: list, title: title, properties: list.Properties(), several: map[string][]*form.Check{}}
	var names, titles []string
	for _, p := range c.properties {
		names, titles = append(names, p.Name), append(titles, title(p.Name))
	}
	c.property = form.NewSelect(titles, func(string) { c.turn() })
	c.operator = form.NewSelect(nil, func(string) { c.follow() })
	c.typed, c.one = form.NewEntry(), form.NewSelect(nil, nil)
	parts := []form.Part{
		form.NewRow(rowProperty, lang.L("Column"), c.property), form.NewRow(rowOperator, lang.L("Comparison"), c.operator),
		form.NewRow(rowTyped, lang.L("Value"), c.typed), form.NewRow(rowOne, lang.L("Value"), c.one),
	}
	for _, p := range c.properties {
		if words, only := list.Words(p.Name); only {
			for _, w := range words {
				c.several[p.Name] = append(c.several[p.Name], form.NewCheck(w.Text, nil))
			}
			parts = append(parts, form.NewCheckListRow(rowSeveral+p.Name, lang.L("Values"), c.several[p.Name]...))
		}
	}
	c.form = form.New(parts...)
	c.property.SetSelected(titles[firstOf(names, "displayName", "product", "application", "userPrincipalName")])
	c.turn()
	return c
}

// chosen are the property and the comparison that are chosen.
func (c *conditionForm) chosen() (lists.FilterProperty, lists.FilterOperator) {
	p := c.properties[max(0, c.property.SelectedIndex())]
	return p, p.Kind.Operators()[max(0, c.operator.SelectedIndex())]
}

// turn offers what the chosen property has.
func (c *conditionForm) turn() {
	p, _ := c.chosen()
	var operators, values []string
	for _, o := range p.Kind.Operators() {
		operators = append(operators, operatorText(p, o))
	}
	words, _ := c.list.Words(p.Name)
	for _, w := range words {
		values = append(values, w.Text)
	}
	c.operator.SetOptions(operators)
	c.operator.SetSelected(operators[0])
	c.one.SetOptions(values)
	if len(values) > 0 {
		c.one.SetSelected(values[0])
	}
	c.follow()
}

// follow shows the field in which the value of the chosen comparison is entered.
func (c *conditionForm) follow() {
	p, o := c.chosen()
	c.form.ClearProblems()
	shown := c.row()
	c.form.SetVisible(rowTyped, shown == rowTyped)
	c.form.SetVisible(rowOne, shown == rowOne)
	for property := range c.several {
		c.form.SetVisible(rowSeveral+property, shown == rowSeveral+property)
	}
	c.typed.SetPlaceHolder(valueExample(c.list, p, o))
	c.form.Row(rowTyped).SetHint(valueHint(p, o))
	if c.values != nil {
		c.values.offer(p.Name, o == lists.FilterOneOf, shown == rowTyped)
	}
}

// set shows a condition.
func (c *conditionForm) set(given lists.FilterCondition) {
	name := propertyOf(c.list, given.Property).Name
	p := max(0, slices.IndexFunc(c.properties, func(p lists.FilterProperty) bool { return p.Name == name }))
	c.property.SetSelected(c.property.Option(p))
	c.turn()
	c.operator.SetSelected(c.operator.Option(slices.Index(c.properties[p].Kind.Operators(), given.Operator)))
	texts := make([]string, len(given.Values))
	for i, value := range given.Values {
		texts[i] = c.list.ValueText(name, value)
	}
	c.typed.SetValue(strings.Join(texts, ", "))
	c.one.SetSelected(texts[0])
	words, _ := c.list.Words(name)
	for i, check := range c.several[name] {
		check.SetChecked(slices.Contains(texts, words[i].Text))
	}
}

// field is the one in which the value is entered.
func (c *conditionForm) field() fyne.Focusable {
	p, _ := c.chosen()
	switch c.row() {
	case rowTyped:
		c.typed.CaretToEnd()
		return c.typed
	case rowOne:
		return c.one
	default:
		return c.several[p.Name][0]
	}
}

// row is the one in which the value is entered.
func (c *conditionForm) row() string {
	p, o := c.chosen()
	switch _, choice := c.several[p.Name]; {
	case choice && o == lists.FilterOneOf:
		return rowSeveral + p.Name
	case choice && (o == lists.FilterIs || o == lists.FilterIsNot):
		return rowOne
	default:
		return rowTyped
	}
}

// entered is the condition as it stands; without values while none is ticked.
func (c *conditionForm) entered() lists.FilterCondition {
	p, o := c.chosen()
	entered := lists.FilterCondition{Property: p.Name, Operator: o}
	words, _ := c.list.Words(p.Name)
	switch c.row() {
	case rowOne:
		entered.Values = []string{words[max(0, c.one.SelectedIndex())].Value}
	case rowTyped:
		texts := []string{c.typed.Text}
		if o == lists.FilterOneOf {
			texts = strings.Split(c.typed.Text, ",")
		}
		for _, text := range texts {
			entered.Values = append(entered.Values, c.list.ValueCalled(p.Name, strings.TrimSpace(text)))
		}
	default:
		for i, check := range c.several[p.Name] {
			if check.Checked() {
				entered.Values = append(entered.Values, words[i].Value)
			}
		}
	}
	return entered
}

// parsed is the condition as the list understands it.
func (c *conditionForm) parsed() (lists.FilterExpression, error) {
	return c.list.ParseFilter(lists.FilterExpression{c.entered()}.String())
}

// say says what is wrong with the value.
func (c *conditionForm) say(err error) {
	p, _ := c.chosen()
	text := valueProblem(err, c.title(p.Name))
	if row := c.row(); slices.Contains([]string{rowTyped, rowOne}, row) {
		c.form.SetProblem(row, text)
	} else {
		c.form.SetProblem(row, lang.L("Tick at least one."))
	}
}

// valueExample is an example of what a comparison takes.
func valueExample(list lists.List, p lists.FilterProperty, o lists.FilterOperator) string {
	words, _ := list.Words(p.Name)
	orders := o == lists.FilterBefore || o == lists.FilterAfter
	switch {
	case o == lists.FilterContains:
		return ""
	case p.Kind == lists.FilterDay && p.Reported && orders:
		return lang.L("2026-01-31, today-90 or report-90")
	case p.Kind == lists.FilterDay && orders:
		return lang.L("2026-01-31 or today-90")
	case p.Kind == lists.FilterDay && p.Reported:
		return lang.L("2026-01-31, today-90, report-90 or never")
	case p.Kind == lists.FilterDay:
		return lang.L("2026-01-31, today-90 or never")
	case p.Kind == lists.FilterNumber && !orders && len(p.Values) > 0: // whether there is somebody in a state
		return "100, " + strings.Join(p.Values, ", ")
	case p.Kind == lists.FilterNumber:
		return "100"
	case !orders:
		var texts []string
		for _, w := range words {
			texts = append(texts, w.Text)
		}
		return strings.Join(texts, ", ")
	default:
		return ""
	}
}

// valueHint says how a comparison takes its value.
func valueHint(p lists.FilterProperty, o lists.FilterOperator) string {
	switch {
	case o == lists.FilterIs:
		return lang.L("Leave it empty to find the rows that have none.")
	case o == lists.FilterIsNot:
		return lang.L("Leave it empty to find the rows that have one.")
	case o == lists.FilterOneOf:
		return lang.L("Put commas between the values.")
	case o == lists.FilterContains:
		return lang.L("It may stand anywhere in the text, in capital or small letters.")
	case p.Kind == lists.FilterNumber:
		return lang.L("A number. Rows of which none is known are not found.")
	case p.Kind == lists.FilterDay && p.Reported:
		return lang.L("A day, or one counted from today or from the report. Rows without a day are not found.")
	case p.Kind == lists.FilterDay:
		return lang.L("A day, or one counted from today. Rows without a day are not found.")
	default:
		return lang.L("Texts are compared in the order of the alphabet.")
	}
}
