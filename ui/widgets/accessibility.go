package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// What screen readers are told. Fyne 2.8.1 has four roles (button, text, link and container), tells them where it is built with the tag
// accessibility, on Windows and macOS, and finds only what stands in containers, not in other widgets.

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

// ticked says whether a box or an entry of a menu is ticked.
func ticked(yes bool) string {
	if yes {
		return lang.L("ticked")
	}
	return lang.L("not ticked")
}
