using System.Text;
using Google.Protobuf;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// The second files that a model's weights may be in: <c>name.onnx.data</c>, and where that is taken <c>name.onnx.</c>, a hash of the
/// content and <c>.data</c>. A new one never takes the place of one that a model refers to, so both belong together at any time.
/// </summary>
internal sealed class DataFiles
{
    private const string Extension = ".data";
    private const int HashLength = 16;

    // What file systems allow.
    private const int LongestName = 255;

    private readonly string _folder;
    private readonly string _model;
    private readonly string _stem;
    private readonly HashSet<string> _orphans = new(StringComparer.Ordinal);

    /// <param name="modelPath">Where the model is or is to be; its full path.</param>
    public DataFiles(string modelPath)
    {
        (_folder, _model) = (Path.GetDirectoryName(modelPath)!, Path.GetFileName(modelPath));
        _stem = Stem(_model);
        Used = UsedNow();
    }

    /// <summary>Those that the model refers to which is there now.</summary>
    public IReadOnlyCollection<string> Used { get; }

    private bool IsCut => _stem.Length < _model.Length;

    private string FirstName => _model + Extension;

    /// <summary>The name of new weights; <see langword="null"/> where it takes the hash of their content to tell.</summary>
    public string? Free() => IsCut || Used.Any(IsHashed) || Path.Exists(File(FirstName)) || WriteTarget.IsLink(File(FirstName)) ? null : FirstName;

    /// <param name="hash">A hash in lower-case hexadecimal.</param>
    public string Named(string hash) => $"{_stem}.{hash[..HashLength]}{Extension}";

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Looks at a model that never came into its place.</summary>
    /// <returns>Whether its weights are none of this model's, so that it is not ours to remove.</returns>
    public bool BelongsToAnother(string deadModel)
    {
        var locations = Locations(deadModel);
        _orphans.UnionWith(locations.Where(IsOurs));
        return locations.Any(location => !IsOurs(location) && Path.Exists(File(location)));
    }

    /// <summary>Deletes what the model at its place does not refer to, or did before, unless somebody else is saving there.</summary>
    /// <param name="isQuiet">Whether nobody else is at it.</param>
    public void DeleteUnused(Func<bool> isQuiet) => Leftovers.Quietly(() =>
    {
        string[] hashed = IsCut ? [] : [.. Present().Where(IsHashed)];
        IEnumerable<string> candidates = isQuiet() ? [.. Used, .. _orphans, .. hashed, .. Used.Any(IsHashed) && !IsCut ? [FirstName] : Array.Empty<string>()] : [.. Used, .. _orphans];
        foreach (string name in candidates.Distinct().Except(UsedNow()))
        {
            Leftovers.Delete(File(name));
        }
    });

    private HashSet<string> UsedNow() => System.IO.File.Exists(File(_model)) && Present().Any(IsOurs) ? [.. Locations(File(_model)).Where(IsOurs)] : [];

    private IEnumerable<string> Present() => Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Where(name => name.EndsWith(Extension, StringComparison.Ordinal));

    private bool IsOurs(string name) => name == FirstName || IsHashed(name);

    private bool IsHashed(string name) =>
        name.Length == _stem.Length + 1 + HashLength + Extension.Length
        && name.StartsWith($"{_stem}.", StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && HexDigits.Are(name.AsSpan(_stem.Length + 1, HashLength), HashLength);

    /// <summary>The files that a model names; none where it cannot be told whose they are.</summary>
    private static HashSet<string> Locations(string model)
    {
        try
        {
            using Stream stream = RegularFile.OpenRead(model, int.MaxValue);
            ModelProto proto = ModelProto.Parser.ParseFrom(stream);
            return proto.Graph == null ? [] : [.. ModelWalker.Tensors(proto).Select(ExternalDataReference.LocationOf).OfType<string>()];
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>As much of a name as leaves room for the rest.</summary>
    private static string Stem(string model)
    {
        int room = LongestName - Extension.Length - HashLength - 1;
        int length = model.Length;
        while (Encoding.UTF8.GetByteCount(model.AsSpan(0, length)) > room || char.IsHighSurrogate(model[length - 1]))
        {
            length--;
        }

        return model[..length];
    }
}
