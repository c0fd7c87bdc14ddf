using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Tests.Data;

[TestClass]
public sealed class RowSourceTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void Numpy_KeepsEveryValue()
    {
        float[] values = Scratch.Noise(3 * 28 * 28, 5);
        var rows = new NumpyRows(_scratch.Numpy("rows.npy", values, 3, 1, 28, 28), ModelInput.Read(ToolRun.FashionModel), null);
        CollectionAssert.AreEqual(values, rows.Read().SelectMany(row => (float[])row[0]).ToArray());
    }

    [TestMethod]
    public void View_GivesTheRowsOfTheSource_TwiceAlike()
    {
        var source = new RandomRows(ModelInput.Read(ToolRun.FashionModel), 4, 1);
        var view = new RowsView(source);
        float[][] first = [.. view.GetColumn<float[]>(source.Columns[0].Name)];
        float[][] second = [.. view.GetColumn<float[]>(source.Columns[0].Name)];
        Assert.HasCount(4, first);
        CollectionAssert.AreEqual(first.SelectMany(row => row).ToArray(), second.SelectMany(row => row).ToArray());
        Assert.AreNotEqual(first[0][0], first[1][0]);
    }

    [TestMethod]
    public void Table_NumbersAndLabels()
    {
        string[] header = [.. Enumerable.Range(0, 784).Select(i => $"p{i}"), "kind"];
        string[] Row(string kind) => [.. Enumerable.Range(0, 784).Select(i => $"{i}"), kind];
        string path = _scratch.Text("rows.csv", string.Join(',', header), string.Join(',', Row("shoe")), string.Join(',', Row("\"a, b\"")), string.Join(',', Row("shoe")));
        var rows = new TableRows(path, ModelInput.Read(ToolRun.FashionModel), "kind", []);
        CollectionAssert.AreEqual(new[] { 1, 0, 1 }, rows.Read().Select(row => ((int[])row[1])[0]).ToArray());
        Assert.AreEqual(783f, ((float[])rows.Read().First()[0])[783]);
    }

    [TestMethod]
    public async Task Parquet_GivesTheSameRowsAsText()
    {
        var people = Enumerable.Range(0, 40).Select(i => new Person { Height = 1.5f + (i / 64f), Weight = i % 3 == 0 ? null : 50 + i, Kind = i % 2 == 0 ? "a" : "b" }).ToList();
        await using (var stream = File.Create(_scratch["people.parquet"]))
        {
            await Parquet.Serialization.ParquetSerializer.SerializeAsync(people, stream);
        }

        string[] lines = [.. people.Select(person => FormattableString.Invariant($"{person.Height},{person.Weight},{person.Kind}"))];
        string[][] text = [.. new DelimitedFile(_scratch.Text("people.csv", ["Height,Weight,Kind", .. lines])).Rows().Select(row => row.Cells)];
        var table = ITable.Open(_scratch["people.parquet"]);
        Assert.AreEqual(40, table.Count);
        CollectionAssert.AreEqual(new[] { "Height", "Weight", "Kind" }, table.Header.ToArray());
        CollectionAssert.AreEqual(text.SelectMany(row => row).ToArray(), table.Rows().SelectMany(row => row.Cells).ToArray());
    }

    [TestMethod]
    public void Parquet_ThatIsNone_IsNamed() => Assert.Contains("x.parquet", Assert.ThrowsExactly<CommandException>(() => ITable.Open(_scratch.Text("x.parquet", "hello"))).Message);

    [TestMethod]
    public void Image_OfTheRightSize_IsNotResampled()
    {
        string path = _scratch.Image("a.png", 28, 28, 7);
        using var bitmap = SkiaSharp.SKBitmap.Decode(path);
        var reader = new ImageReader(28, 28, 3, true, ImageScaling.Create("raw", null, null, null));
        var (values, fault) = reader.Read(path);
        Assert.IsNull(fault);
        Assert.AreEqual(bitmap.GetPixel(3, 2).Red, values![(2 * 28) + 3]);
        Assert.AreEqual(bitmap.GetPixel(27, 27).Blue, values[^1]);
    }

    [TestMethod]
    [DataRow(300, 200)]
    [DataRow(20, 500)]
    [DataRow(224, 224)]
    public void Image_OfAnySize_FillsTheInput(int width, int height)
    {
        var reader = new ImageReader(224, 224, 3, false, ImageScaling.Create("imagenet", null, null, null));
        var (values, _) = reader.Read(_scratch.Image("a.png", width, height));
        Assert.HasCount(224 * 224 * 3, values!);
        Assert.IsTrue(values!.All(value => value is > -2.2f and < 2.7f));
        Assert.IsGreaterThan(100, values!.Distinct().Count());
    }

    [TestMethod]
    public void ClassFolders_TakeTurns()
    {
        var files = ImageFiles.Find(_scratch.Images("images", 3, 2), null, null);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 0, 1, 2 }, files.Classes!.ToArray());
    }

    private sealed class Person
    {
        public float Height { get; set; }

        public double? Weight { get; set; }

        public string Kind { get; set; } = "";
    }
}
