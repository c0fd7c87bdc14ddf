using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>Gives the free dimensions of a model's inputs the sizes that the options name: the format has fixed sizes alone.</summary>
internal static class FixedSizes
{
    /// <exception cref="ArgumentException">A size is missing, or no dimension is of a name that the options give a size to.</exception>
    public static OnnxModel Create(OnnxModel model, LiteRtOptions options)
    {
        var made = model.View(model.Proto.Clone());
        made.Graph.ValueInfo.Clear();
        var given = made.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in made.Graph.Input.Where(input => !given.Contains(input.Name)))
        {
            var shape = input.Type?.TensorType?.Shape ?? throw new NotSupportedException($"The model's input '{input.Name}' has no shape, so that no LiteRT file can be written: it has fixed sizes. Give the input a shape in the ONNX model.");
            for (int i = 0; i < shape.Dim.Count; i++)
            {
                if (shape.Dim[i].DimValue <= 0)
                {
                    shape.Dim[i] = new TensorShapeProto.Types.Dimension { DimValue = Size(input.Name, i, shape.Dim[i].DimParam, options, used) };
                }
            }
        }

        if (options.Dimensions.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"The model has no free dimension '{unknown}' to give a size to; its free dimensions are {Free(model.Graph)}.");
        }

        return made;
    }

    private static int Size(string input, int place, string name, LiteRtOptions options, HashSet<string> used)
    {
        string placed = string.Create(CultureInfo.InvariantCulture, $"{input}[{place}]");
        foreach (string key in new[] { placed, name })
        {
            if (key.Length > 0 && options.Dimensions.TryGetValue(key, out int size))
            {
                used.Add(key);
                return size >= 1 ? size : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The size of dimension '{key}' is {size}, but has to be 1 or more."));
            }
        }

        string told = name.Length > 0 ? name : placed;
        return place == 0
            ? 1
            : throw new ArgumentException($"Dimension {place} of the model's input '{input}' is free, but a LiteRT file has fixed sizes. Give it one: new LiteRtOptions {{ Dimensions = new Dictionary<string, int> {{ [\"{told}\"] = ... }} }}.");
    }

    private static string Free(GraphProto graph)
    {
        var names = graph.Input.SelectMany(input => (input.Type?.TensorType?.Shape?.Dim ?? []).Select((dim, i) => (input.Name, i, dim)))
            .Where(each => each.dim.DimValue <= 0)
            .Select(each => each.dim.DimParam.Length > 0 ? each.dim.DimParam : string.Create(CultureInfo.InvariantCulture, $"{each.Name}[{each.i}]")).Distinct().ToArray();
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }
}
