using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A reader of the image column that keeps what it gets.</summary>
internal static class KeptImages
{
    /// <summary>What is left, while the cursor is open, of images that a reader keeps: their pixels, or nothing of one that its maker disposed of.</summary>
    public static string[] Read(IDataView view, string? scored)
    {
        string[] columns = scored == null ? ["full"] : ["full", scored];
        using var cursor = view.GetRowCursor(columns.Select(name => view.Schema[name]));
        var get = cursor.GetGetter<MLImage>(view.Schema["full"]);
        var score = scored == null ? null : cursor.GetGetter<VBuffer<float>>(view.Schema[scored]);
        VBuffer<float> scores = default;
        var images = new List<MLImage>();
        while (cursor.MoveNext())
        {
            MLImage image = null!;
            score?.Invoke(ref scores);
            get(ref image);
            images.Add(image);
        }

        return [.. images.Select(Pixels)];
    }

    private static string Pixels(MLImage image)
    {
        try
        {
            return Convert.ToHexString(image.Pixels);
        }
        catch (InvalidOperationException)
        {
            return "disposed";
        }
    }
}
