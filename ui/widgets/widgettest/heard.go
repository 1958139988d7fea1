package widgettest

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Heard is what Fyne 2.8.1 tells screen readers of an object: it looks into containers alone (collectAccessibleElements in
// internal/driver/glfw).
func Heard(object fyne.CanvasObject) (labels []string) {
	if !object.Visible() {
		return nil
	}
	if told, ok := object.(fyne.Accessible); ok && told.AccessibilityRole() != fyne.AccessibleRoleContainer {
		labels = append(labels, told.AccessibilityLabel())
	}
	if box, ok := object.(*fyne.Container); ok {
		for _, child := range box.Objects {
			labels = append(labels, Heard(child)...)
		}
	}
	return labels
}

// Tells fails the test if screen readers are told something else of a widget.
func Tells(t *testing.T, widget any, label string, role fyne.AccessibleRole) {
	t.Helper()
	told, ok := widget.(fyne.Accessible)
	if !ok {
		t.Errorf("%T tells screen readers nothing", widget)
		return
	}
	if told.AccessibilityLabel() != label || told.AccessibilityRole() != role {
		t.Errorf("%T is %s %q, want %s %q", widget, told.AccessibilityRole(), told.AccessibilityLabel(), role, label)
	}
}
