package theme

import (
	"fmt"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/assets"
)

// Icon returns one of our own icons (a name from assets/icons without its ending) in the color of text.
// It panics on a name that is not there, which is a mistake in the program.
func Icon(name string) fyne.Resource {
	return IconIn(name, fynetheme.ColorNameForeground)
}

// IconIn returns one of our own icons in the color of the given name.
func IconIn(name string, colorName fyne.ThemeColorName) fyne.Resource {
	file := "icons/" + name + ".svg"
	content, err := assets.Icons.ReadFile(file)
	if err != nil {
		panic(fmt.Sprintf("theme: no icon %q: %v", name, err))
	}
	return fynetheme.NewColoredResource(fyne.NewStaticResource(name+".svg", content), colorName)
}
