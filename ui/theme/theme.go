// Package theme gives the window its look: compact sizes, and colors for a light, a dark and a high contrast variant.
//
// It wraps Fyne's own theme, from which fonts and icons come, and adds the names of the colors that Fyne has no
// word for, such as the background of the sidebar or of a selected row.
package theme

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode says which variant of the theme is shown. Its text is what the settings keep.
type Mode string

// The modes an administrator can choose from.
const (
	System       Mode = "system" // as the operating system is set
	Light        Mode = "light"
	Dark         Mode = "dark"
	HighContrast Mode = "contrast" // white and yellow on black, every border visible
)

// ParseMode reads a mode as the settings keep it; an empty text is System.
func ParseMode(text string) (Mode, error) {
	switch mode := Mode(text); mode {
	case "":
		return System, nil
	case System, Light, Dark, HighContrast:
		return mode, nil
	}
	return System, fmt.Errorf("theme %q is not known: choose light, dark, contrast or system", text)
}

// New returns the theme of the window in the given mode.
func New(mode Mode) fyne.Theme {
	return &compact{Theme: fynetheme.DefaultTheme(), mode: mode}
}

type compact struct {
	fyne.Theme
	mode    Mode
	letters letters
}

// Color returns the color of the name, in the pinned variant if the mode pins one.
func (t *compact) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light:
		variant = fynetheme.VariantLight
	case Dark, HighContrast:
		variant = fynetheme.VariantDark
	}
	s, ours := palette[name]
	switch {
	case !ours:
		return t.Theme.Color(name, variant)
	case t.mode == HighContrast:
		return nrgba(s.contrast)
	}
	return s.in(variant)
}

func (s shades) in(variant fyne.ThemeVariant) color.Color {
	if variant == fynetheme.VariantDark {
		return nrgba(s.dark)
	}
	return nrgba(s.light)
}

// Size returns the compact size of the name.
func (t *compact) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := sizes[name]; ok {
		return size
	}
	return t.Theme.Size(name)
}

// Color returns a color of the running program's theme. Under a theme that is not ours it falls back to our own palette,
// so that a widget always has every color it asks for.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	if ours, ok := settings.Theme().(*compact); ok {
		return ours.Color(name, settings.ThemeVariant())
	}
	return palette[name].in(settings.ThemeVariant())
}
