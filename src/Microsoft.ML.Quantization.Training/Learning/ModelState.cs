using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>A copy of everything that training changes, kept outside the native heap.</summary>
internal sealed class ModelState
{
    private readonly Dictionary<string, float[]> _values;

    private ModelState(Dictionary<string, float[]> values) => _values = values;

    public static ModelState Of(TrainableModel model)
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
            Array.ForEach(values, writer.Write);
        }
    }

    public static ModelState Read(BinaryReader reader)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (int i = reader.ReadInt32(); i > 0; i--)
        {
            string name = reader.ReadString();
            byte[] bytes = reader.ReadBytes(checked(reader.ReadInt32() * sizeof(float)));
            var floats = new float[bytes.Length / sizeof(float)];
            Buffer.BlockCopy(bytes, 0, floats, 0, bytes.Length);
            values.Add(name, floats);
        }

        return new ModelState(values);
    }
}
