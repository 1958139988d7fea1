package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// What screen readers are told. Fyne 2.8.1 has four roles (button, text, link and container), tells them where it is built with the tag
// accessibility, on Windows and macOS, and finds only what stands in containers, not in other widgets.

// ButtonRole is what can be pressed, or chosen from.
type ButtonRole struct{}

// AccessibilityRole implements [fyne.Accessible].
func (ButtonRole) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TextRole is what is read, or typed into.
type TextRole struct{}

// AccessibilityRole implements [fyne.Accessible].
func (TextRole) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Said joins what a widget is called and how it stands.
func Said(texts ...string) string {
	var some []string
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			some = append(some, text)
		}
	}
	return strings.Join(some, ", ")
}

// Ticked says whether a box or an entry of a menu is ticked.
func Ticked(yes bool) string {
	if yes {
		return lang.L("ticked")
	}
	return lang.L("not ticked")
}
