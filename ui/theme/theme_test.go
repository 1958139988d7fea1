package theme_test

import (
	"image/color"
	"io/fs"
	"math"
	"path"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/assets"
	"inventorybeacon/ui/theme"
)

func TestEveryColorOfFyneIsDefined(t *testing.T) {
	test.NewTempApp(t)
	for _, mode := range []theme.Mode{theme.System, theme.Light, theme.Dark, theme.HighContrast} {
		test.AssertAllColorNamesDefined(t, theme.New(mode), string(mode))
	}
}

func TestTextIsReadable(t *testing.T) {
	test.NewTempApp(t)
	// given what is written on what, when all variants are measured as WCAG 2.2 says, then the contrast is at least 4.5 to 1, and
	// 7 to 1 where high contrast was chosen
	surfaces := []fyne.ThemeColorName{theme.ColorNamePage, theme.ColorNamePanel, theme.ColorNameDialog, theme.ColorNameRowHover}
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		fynetheme.ColorNameForeground: append(surfaces, theme.ColorNameSidebar, theme.ColorNameSidebarActive,
			theme.ColorNameTableHeader, theme.ColorNameRowSelected, fynetheme.ColorNameInputBackground, fynetheme.ColorNameMenuBackground,
			fynetheme.ColorNameButton),
		theme.ColorNameMutedText:               append(surfaces, theme.ColorNameSidebar, theme.ColorNameRowSelected, theme.ColorNameTableHeader),
		theme.ColorNameErrorText:               append(surfaces, theme.ColorNameRowSelected),
		theme.ColorNameStatusNone:              surfaces[:3],
		theme.ColorNameStatusRunning:           surfaces[:3],
		theme.ColorNameStatusOK:                surfaces[:3],
		theme.ColorNameStatusWarning:           surfaces[:3],
		theme.ColorNameStatusFailed:            surfaces[:3],
		fynetheme.ColorNamePlaceHolder:         {fynetheme.ColorNameInputBackground},
		fynetheme.ColorNameHyperlink:           surfaces[:3],
		fynetheme.ColorNameError:               surfaces[:3],
		fynetheme.ColorNameForegroundOnPrimary: {fynetheme.ColorNamePrimary},
		theme.ColorNameOnPrimary:               {theme.ColorNamePrimaryButton, theme.ColorNamePrimaryHover, theme.ColorNamePrimaryPressed},
		theme.ColorNameOnBadge:                 {theme.ColorNameBadge},
		theme.ColorNameOnTooltip:               {theme.ColorNameTooltip},
	}
	for mode, least := range map[theme.Mode]float64{theme.Light: 4.5, theme.Dark: 4.5, theme.HighContrast: 7} {
		th := theme.New(mode)
		for text, behind := range pairs {
			for _, surface := range behind {
				if got := contrast(th.Color(text, 0), th.Color(surface, 0)); got < least {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want at least %v", mode, text, surface, got, least)
				}
			}
		}
	}
}

func TestTheFocusAndTheFieldsCanBeSeen(t *testing.T) {
	test.NewTempApp(t)
	// given the lines that say what a control is and which has the focus, then they stand out from what is around them, as
	// WCAG 2.2 (1.4.11) wants it: the focus everywhere, all others where high contrast was chosen
	surfaces := []fyne.ThemeColorName{
		theme.ColorNamePage, theme.ColorNamePanel, theme.ColorNameDialog, theme.ColorNameSidebar,
		fynetheme.ColorNameInputBackground,
	}
	lines := map[theme.Mode][]fyne.ThemeColorName{
		theme.Light: {fynetheme.ColorNamePrimary},
		theme.Dark:  {fynetheme.ColorNamePrimary},
		theme.HighContrast: {
			fynetheme.ColorNamePrimary, fynetheme.ColorNameInputBorder, theme.ColorNameBorder, theme.ColorNamePrimaryButton,
			fynetheme.ColorNameScrollBar, fynetheme.ColorNameDisabled, theme.ColorNameRowLine,
		},
	}
	for mode, names := range lines {
		th := theme.New(mode)
		for _, line := range names {
			for _, surface := range surfaces {
				if got := contrast(th.Color(line, 0), th.Color(surface, 0)); got < 3 {
					t.Errorf("%s: %s beside %s has a contrast of %.2f, want at least 3", mode, line, surface, got)
				}
			}
		}
	}
}

func TestTheLinesAndTheFilledPartsOfAChartCanBeSeen(t *testing.T) {
	test.NewTempApp(t)
	// given what a chart draws to be read, then it stands out from a panel and a page as WCAG 2.2 (1.4.11) wants it
	drawn := []fyne.ThemeColorName{
		theme.ColorNameChartStrong, theme.ColorNameChartNeutral, theme.ColorNameChartLine1, theme.ColorNameChartLine2,
		theme.ColorNameChartLine3, theme.ColorNameChartLine4, theme.ColorNameChartLine5,
	}
	for _, mode := range []theme.Mode{theme.Light, theme.Dark, theme.HighContrast} {
		th := theme.New(mode)
		for _, name := range drawn {
			for _, surface := range []fyne.ThemeColorName{theme.ColorNamePage, theme.ColorNamePanel, theme.ColorNameDialog} {
				if got := contrast(th.Color(name, 0), th.Color(surface, 0)); got < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want at least 3", mode, name, surface, got)
				}
			}
		}
	}
}

func TestModePinsTheVariant(t *testing.T) {
	test.NewTempApp(t)
	cases := []struct {
		mode         theme.Mode
		asked, shown fyne.ThemeVariant
	}{
		{theme.Light, fynetheme.VariantDark, fynetheme.VariantLight},
		{theme.Dark, fynetheme.VariantLight, fynetheme.VariantDark},
		{theme.System, fynetheme.VariantDark, fynetheme.VariantDark},
		{theme.System, fynetheme.VariantLight, fynetheme.VariantLight},
	}
	for _, c := range cases {
		got := theme.New(c.mode).Color(theme.ColorNamePage, c.asked)
		want := theme.New(theme.System).Color(theme.ColorNamePage, c.shown)
		if got != want {
			t.Errorf("%s asked for variant %d shows %v, want %v", c.mode, c.asked, got, want)
		}
	}
}

func TestParseMode(t *testing.T) {
	for text, want := range map[string]theme.Mode{
		"": theme.System, "system": theme.System, "light": theme.Light, "dark": theme.Dark,
		"contrast": theme.HighContrast,
	} {
		if got, err := theme.ParseMode(text); err != nil || got != want {
			t.Errorf("ParseMode(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	if _, err := theme.ParseMode("blue"); err == nil {
		t.Error("ParseMode takes a theme that does not exist")
	}
}

func TestNoBlurBehindModals(t *testing.T) {
	test.NewTempApp(t)
	if got := theme.New(theme.Light).Size(fynetheme.SizeNameModalBlurRadius); got != 0 {
		t.Errorf("blur radius is %v, want 0", got)
	}
}

func TestColorsUnderAnotherTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(test.Theme())
	if theme.Color(theme.ColorNameSidebar) == nil || theme.Size(theme.SizeNameGap) == 0 {
		t.Error("our own colors and sizes are missing under another theme")
	}
}

func TestEveryIconTakesTheColorOfTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	files, err := fs.Glob(assets.Icons, "icons/*.svg")
	if err != nil || len(files) == 0 {
		t.Fatalf("no icons: %v", err)
	}
	for _, mode := range []theme.Mode{theme.Light, theme.Dark, theme.HighContrast} {
		app.Settings().SetTheme(theme.New(mode))
		for _, file := range files {
			icon := theme.IconIn(strings.TrimSuffix(path.Base(file), ".svg"), fynetheme.ColorNameForeground)
			if strings.Contains(string(icon.Content()), "#000000") {
				t.Errorf("%s: %s is still black", mode, file)
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}
