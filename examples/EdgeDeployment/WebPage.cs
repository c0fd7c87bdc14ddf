using System.Text.Json;

namespace Examples;

/// <summary>What the page in the folder web shows: images with the names of their classes, beside the model.</summary>
internal static class WebPage
{
    private const int Shown = 12;

    private static readonly string[] Names = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"];

    public static void Write(string folder, FashionImage[] images)
    {
        var shown = images.Take(Shown).Select(image => new { pixels = image.Image, name = Names[image.Class] });
        File.WriteAllText(Path.Combine(folder, "images.json"), JsonSerializer.Serialize(new { names = Names, images = shown }));
    }
}
