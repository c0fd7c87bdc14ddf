namespace Microsoft.ML.Quantization.Reporting.Plots;

/// <summary>Finds places for the names of points at which they cover neither each other nor a point.</summary>
/// <param name="left">The left edge of the space there is.</param>
/// <param name="right">Its right edge.</param>
/// <param name="top">Its upper edge.</param>
/// <param name="bottom">Its lower edge.</param>
internal sealed class LabelPlacement(double left, double right, double top, double bottom)
{
    // Of 11 px text, on the generous side: what is measured here is not known before the page is shown.
    private const double CharacterWidth = 6.2;
    private const double LineHeight = 13;
    private const double Gap = 9;
    private const double PointRadius = 5;
    private const int Rows = 24;

    private readonly List<(double Left, double Right, double Top, double Bottom)> _taken = [];

    /// <summary>Keeps a point free.</summary>
    public void Point(double x, double y) => _taken.Add((x - PointRadius, x + PointRadius, y - PointRadius, y + PointRadius));

    /// <summary>Keeps a text free.</summary>
    public void Text(double fromX, double baseLine, string text) => _taken.Add(Box(fromX, baseLine, text));

    /// <summary>The place nearest to a point: on its right or left, and as far up or down as it takes.</summary>
    /// <returns>Where the text starts, and its base line.</returns>
    public (double X, double BaseLine) Place(double x, double y, string text)
    {
        double width = text.Length * CharacterWidth;
        var places = from step in Enumerable.Range(0, 2 * Rows)
                     let shift = (step % 2 == 0 ? 1 : -1) * ((step + 1) / 2) * LineHeight / 2
                     from start in new[] { x + Gap, x - Gap - width }
                     let place = (X: start, BaseLine: y + 4 + shift)
                     let box = Box(place.X, place.BaseLine, text)
                     where box.Left >= left && box.Right <= right && box.Top >= top && box.Bottom <= bottom && !_taken.Exists(other => Overlap(box, other))
                     select place;
        var found = places.Cast<(double X, double BaseLine)?>().FirstOrDefault() ?? (x + width + Gap <= right ? x + Gap : x - Gap - width, y + 4);
        _taken.Add(Box(found.X, found.BaseLine, text));
        return found;
    }

    private static (double Left, double Right, double Top, double Bottom) Box(double x, double baseLine, string text) =>
        (x, x + (text.Length * CharacterWidth), baseLine - LineHeight + 3, baseLine + 3);

    private static bool Overlap((double Left, double Right, double Top, double Bottom) a, (double Left, double Right, double Top, double Bottom) b) =>
        a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;
}
