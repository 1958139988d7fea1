package widgets

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// What screen readers are told. Fyne 2.8.1 has four roles (button, text, link and container), tells them where it is built with the tag
// accessibility, on Windows and macOS, and finds only what stands in containers, not in other widgets.

// named is a field that is called as the row of the form in which it stands.
type named struct{ name string }

func (n *named) setName(name string) { n.name = name }

// buttonRole is what can be pressed, or chosen from.
type buttonRole struct{}

// AccessibilityRole implements [fyne.Accessible].
func (buttonRole) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// textRole is what is read, or typed into.
type textRole struct{}

// AccessibilityRole implements [fyne.Accessible].
func (textRole) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// said joins what a widget is called and how it stands.
func said(texts ...string) string {
	var some []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			some = append(some, text)
		}
	}
	return strings.Join(some, ", ")
}

// or returns the first text that is not empty.
func or(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func ticked(yes bool) string {
	if yes {
		return lang.L("ticked")
	}
	return lang.L("not ticked")
}

// AccessibilityLabel is the text, or the tooltip of a button that shows an icon.
func (b *Button) AccessibilityLabel() string { return or(b.Text, b.tip.text) }

// AccessibilityLabel is the text, or else the name of the row, and whether the box is ticked.
func (c *Check) AccessibilityLabel() string { return said(or(c.Text, c.name), ticked(c.checked)) }

// AccessibilityLabel is the name of the row, or else the tooltip, and what is chosen.
func (s *Select) AccessibilityLabel() string {
	return said(or(s.name, s.tip.text), or(s.selected, s.PlaceHolder))
}

// AccessibilityLabel is the name of the row and the text; a password is nobody's business.
func (e *Entry) AccessibilityLabel() string {
	if e.secret {
		return or(e.name, e.Says())
	}
	return said(or(e.name, e.Says()), e.Text)
}

// AccessibilityLabel is what goes on.
func (l *StatusLink) AccessibilityLabel() string { return l.label.text }

// AccessibilityLabel is what the icon stands for.
func (i *fieldIcon) AccessibilityLabel() string { return i.label }

// AccessibilityLabel is the chosen entry: the arrows go through the others.
func (s *Sidebar) AccessibilityLabel() string {
	for _, item := range s.items {
		if item.entry.ID == s.selected {
			return item.AccessibilityLabel()
		}
	}
	return ""
}

// AccessibilityLabel is the text and the badge.
func (i *sidebarItem) AccessibilityLabel() string {
	if i.badge == 0 {
		return i.entry.Text
	}
	return said(i.entry.Text, strconv.Itoa(i.badge))
}

// AccessibilityLabel is the name of the menu.
func (t *menuTitle) AccessibilityLabel() string { return t.menu.Label }

// AccessibilityLabel is what the entry does, its tick and its keys.
func (i *menuItem) AccessibilityLabel() string {
	if i.Item.Checked {
		return said(i.Item.Label, ticked(true), i.keys.text)
	}
	return said(i.Item.Label, i.keys.text)
}

// AccessibilityLabel is the whole text, also where it is cut.
func (l *label) AccessibilityLabel() string { return l.text }

// AccessibilityLabel is the text.
func (t *WrapText) AccessibilityLabel() string { return t.text }

// AccessibilityLabel is the text, which says what the color says.
func (d *StatusDot) AccessibilityLabel() string { return d.label.text }

// AccessibilityLabel is how far the bar is.
func (b *ProgressBar) AccessibilityLabel() string {
	if b.value < 0 {
		return lang.L("in progress")
	}
	return strconv.Itoa(int(b.value*100)) + " %"
}
