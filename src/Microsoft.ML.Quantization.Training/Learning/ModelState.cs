using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A copy of everything that training changes, kept outside the native heap.</summary>
internal sealed class ModelState
{
    private readonly Dictionary<string, float[]> _values;

    private ModelState(Dictionary<string, float[]> values) => _values = values;

    public static ModelState Copy(TrainableModel model)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new ModelState(model.Values.ToDictionary(entry => entry.Name, entry => entry.Value.cpu().contiguous().data<float>().ToArray(), StringComparer.Ordinal));
    }

    /// <exception cref="InvalidDataException">The state is not that of this model.</exception>
    public void CopyTo(TrainableModel model)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, value) in model.Values)
        {
            if (!_values.TryGetValue(name, out float[]? values) || values.Length != value.numel())
            {
                throw new InvalidDataException($"The checkpoint has no {name} of {value.numel()} values.");
            }

            value.copy_(tensor(values, value.shape));
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_values.Count);
        foreach (var (name, values) in _values)
        {
            writer.Write(name);
            writer.Write(values.Length);
            writer.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    /// <param name="reader">Where <see cref="Write"/> wrote.</param>
    /// <param name="layout">What the model holds: nothing else is read, whatever the file says.</param>
    /// <exception cref="FormatException">The state is not that of this model.</exception>
    public static ModelState Read(BinaryReader reader, IReadOnlyList<(string Name, long Count)> layout)
    {
        Checkpoint.Require(reader.ReadInt32() == layout.Count, $"it is not of a model of {layout.Count} tensors");
        var state = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, count) in layout)
        {
            Checkpoint.Require(reader.ReadString() == name && reader.ReadInt32() == count, $"it has no {name} of {count} values");
            float[] values = new float[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            state.Add(name, values);
        }

        return new ModelState(state);
    }

    /// <exception cref="FormatException">A value is no number, or a scale not above zero.</exception>
    public void RequireFinite()
    {
        foreach (var (name, values) in _values)
        {
            // The largest magnitude is not finite if any is.
            bool finite = values.Length == 0 || float.IsFinite(TensorPrimitives.MaxMagnitude<float>(values));
            bool positive = !name.StartsWith(TrainableModel.ScalePrefix, StringComparison.Ordinal) || values.All(scale => scale > 0);
            Checkpoint.Require(finite && positive, $"{name} of its best epoch holds what no training leaves");
        }
    }
}
