namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>A rectangle by its corners. One whose ends are the wrong way round is empty.</summary>
internal readonly record struct Box(double X0, double Y0, double X1, double Y1)
{
    public double Area => Math.Max(0, X1 - X0) * Math.Max(0, Y1 - Y0);

    /// <summary>The intersection over the union with another, 0 to 1; 0 where either is empty or endless.</summary>
    public double Overlap(Box other)
    {
        double width = Math.Min(X1, other.X1) - Math.Max(X0, other.X0);
        double height = Math.Min(Y1, other.Y1) - Math.Max(Y0, other.Y0);
        if (!(width > 0 && height > 0))
        {
            return 0;
        }

        double common = width * height;
        double share = common / (Area + other.Area - common);
        return share > 0 ? share : 0;
    }
}
