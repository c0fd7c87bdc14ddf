using System.Globalization;
using System.Xml.Linq;
using static Microsoft.ML.Quantization.Reporting.Html;

namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>
/// An SVG that is coloured by the page's style sheet, so that it is right in light, dark and print, and that is described in words.
/// There is no plotting library behind it: what OxyPlot 2.2 exports has its colours in every shape, the same identifiers in each
/// drawing and no description, and is six times as long.
/// </summary>
internal sealed class Drawing(double width, double height)
{
    private readonly List<XElement> _shapes = [];

    public double Width => width;

    public double Height => height;

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _shapes.Add(Element("line", ("class", style), ("x1", At(x1)), ("y1", At(y1)), ("x2", At(x2)), ("y2", At(y2))));

    public void Box(double x, double y, double boxWidth, double boxHeight, string style, string? title = null) => _shapes.Add(Element(
        "rect",
        ("class", style),
        ("x", At(x)),
        ("y", At(y)),
        ("width", At(boxWidth)),
        ("height", At(boxHeight)),
        title == null ? null : Element("title", title)));

    public void Circle(double x, double y, double radius, string style) =>
        _shapes.Add(Element("circle", ("class", style), ("cx", At(x)), ("cy", At(y)), ("r", At(radius))));

    /// <param name="path">Commands of an SVG path; nothing is drawn where there are none.</param>
    /// <param name="style">The class.</param>
    public void Path(string path, string style)
    {
        if (path.Length > 0)
        {
            _shapes.Add(Element("path", ("class", style), ("d", path)));
        }
    }

    /// <param name="x">Where the text is.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    /// <param name="style">The class, which says on which side of <paramref name="x"/> it is.</param>
    /// <param name="isUpright">Whether it reads from bottom to top.</param>
    public void Text(double x, double y, string text, string style, bool isUpright = false) => _shapes.Add(Element(
        "text",
        ("class", style),
        ("x", At(x)),
        ("y", At(y)),
        isUpright ? ("transform", $"rotate(-90 {At(x)} {At(y)})") : null,
        text));

    /// <summary>Ticks and labels below and to the left, and lines across at the left axis' ticks.</summary>
    public void Axes(Axis across, Axis up)
    {
        foreach (double tick in up.Ticks())
        {
            Line(across.Start, up.At(tick), across.End, up.At(tick), "grid");
            Text(across.Start - 5, up.At(tick) + 3.5, Axis.Label(tick), "end");
        }

        foreach (double tick in across.Ticks())
        {
            Line(across.At(tick), up.Start, across.At(tick), up.Start + 4, "tick");
            Text(across.At(tick), up.Start + 15, Axis.Label(tick), "mid");
        }

        Line(across.Start, up.Start, across.End, up.Start, "tick");
    }

    /// <param name="id">An identifier that no other drawing of the page has.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What can be seen in it, for those who cannot.</param>
    /// <param name="isFixed">Whether it keeps its size, in a box that scrolls, where the page is narrower.</param>
    public XElement ToElement(string id, string title, string description, bool isFixed = false) => Element(
        "svg",
        ("role", "img"),
        ("aria-labelledby", $"{id}-title {id}-text"),
        ("viewBox", $"0 0 {At(width)} {At(height)}"),
        ("width", At(width)),
        ("height", At(height)),
        ("class", isFixed ? "fixed" : "fluid"),
        Element("title", ("id", $"{id}-title"), title),
        Element("desc", ("id", $"{id}-text"), description),
        _shapes);

    /// <summary>A place in the drawing as text.</summary>
    public static string At(double place) => (Math.Round(place, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);
}
