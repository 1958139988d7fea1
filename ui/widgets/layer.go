package widgets

import "fyne.io/fyne/v2"

// Layer is what lies over the content of a window, such as a dialog. The controls know no more of it than what they ask of it.
type Layer interface {
	// HandleKey is given the keys that nothing in the layer takes.
	HandleKey(key *fyne.KeyEvent)
	// Reveal scrolls so that an object in the layer can be seen.
	Reveal(object fyne.CanvasObject)
	// Relayout fits the layer to its content after that has grown or shrunk.
	Relayout()
	// ReturnFocusTo says what has the focus once the layer is gone.
	ReturnFocusTo(before fyne.Focusable)
}

// NewLayer returns the content of a layer, with the tooltips of what is in it. [AddOverlay] shows it.
func NewLayer(layer Layer, content fyne.CanvasObject) *fyne.Container {
	return newTooltipHost(content, layer)
}

// LayerOn returns the layer that lies over everything else on a canvas, nil for none.
func LayerOn(c fyne.Canvas) Layer {
	if host := hostOn(c); host != nil {
		return host.over
	}
	return nil
}

// Reveal scrolls the dialog in which a widget stands so that the widget can be seen.
func Reveal(object fyne.CanvasObject) {
	if layer := layerAround(object); layer != nil {
		layer.Reveal(object)
	}
}

// Relayout fits the dialog in which a widget stands to its content, after the widget has grown or shrunk.
func Relayout(object fyne.CanvasObject) {
	if layer := layerAround(object); layer != nil {
		layer.Relayout()
	}
}

func layerAround(object fyne.CanvasObject) Layer {
	if c := CanvasOf(object); c != nil {
		return LayerOn(c)
	}
	return nil
}
