using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Targets.FixedShapes;

/// <summary>Gives the free dimensions of a model's inputs the sizes that options name, for formats that have fixed sizes alone.</summary>
internal static class FixedSizes
{
    /// <param name="model">The model.</param>
    /// <param name="sizes">Sizes by the name of a dimension, or by the input and the place, as <c>input[2]</c>.</param>
    /// <param name="format">The format, for messages.</param>
    /// <exception cref="ArgumentException">A size is missing, or no dimension is of a name that the options give a size to.</exception>
    public static OnnxModel Create(OnnxModel model, IReadOnlyDictionary<string, int> sizes, FixedFormat format)
    {
        var made = model.View(model.Proto.Clone());
        made.Graph.ValueInfo.Clear();
        var given = made.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in made.Graph.Input.Where(input => !given.Contains(input.Name)))
        {
            var shape = input.Type?.TensorType?.Shape ?? throw new NotSupportedException($"The model's input '{input.Name}' has no shape, so that {format.Name} cannot be written: its sizes are fixed. Give the input a shape in the ONNX model.");
            for (int i = 0; i < shape.Dim.Count; i++)
            {
                if (shape.Dim[i].DimValue <= 0)
                {
                    shape.Dim[i] = new TensorShapeProto.Types.Dimension { DimValue = Size(input.Name, i, shape.Dim[i].DimParam, sizes, format, used) };
                }
            }
        }

        if (sizes.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"The model has no free dimension '{unknown}' to give a size to; its free dimensions are {Free(model.Graph)}.");
        }

        return made;
    }

    private static int Size(string input, int place, string name, IReadOnlyDictionary<string, int> sizes, FixedFormat format, HashSet<string> used)
    {
        string placed = string.Create(CultureInfo.InvariantCulture, $"{input}[{place}]");
        foreach (string key in new[] { placed, name })
        {
            if (key.Length > 0 && sizes.TryGetValue(key, out int size))
            {
                used.Add(key);
                return size >= 1 ? size : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The size of dimension '{key}' is {size}, but has to be 1 or more."));
            }
        }

        string told = name.Length > 0 ? name : placed;
        return place == 0
            ? 1
            : throw new ArgumentException($"Dimension {place} of the model's input '{input}' is free, but the sizes of {format.Name} are fixed. Give it one: new {format.Options} {{ Dimensions = new Dictionary<string, int> {{ [\"{told}\"] = ... }} }}.");
    }

    private static string Free(GraphProto graph)
    {
        var names = graph.Input.SelectMany(input => (input.Type?.TensorType?.Shape?.Dim ?? []).Select((dim, i) => (input.Name, i, dim)))
            .Where(each => each.dim.DimValue <= 0)
            .Select(each => each.dim.DimParam.Length > 0 ? each.dim.DimParam : string.Create(CultureInfo.InvariantCulture, $"{each.Name}[{each.i}]")).Distinct().ToArray();
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }
}
