using Google.Protobuf;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// The second files that are there beside a model. A new one never takes the place of one that the model refers to, so both belong
/// together at any time.
/// </summary>
internal sealed class DataFiles
{
    private readonly string _folder;
    private readonly string _model;
    private readonly DataFileNames _names;
    private readonly HashSet<string> _orphans = new(StringComparer.Ordinal);

    /// <param name="modelPath">Where the model is or is to be; its full path.</param>
    public DataFiles(string modelPath)
    {
        (_folder, _model) = (Path.GetDirectoryName(modelPath)!, Path.GetFileName(modelPath));
        _names = new DataFileNames(_model);
        Used = UsedNow() ?? [];
    }

    /// <summary>Those that the model refers to which is there now.</summary>
    public IReadOnlyCollection<string> Used { get; }

    /// <summary>The name of new weights; <see langword="null"/> where it takes the hash of their content to tell.</summary>
    public string? Free() =>
        _names.IsCut || Used.Any(_names.IsHashed) || Path.Exists(File(_names.First)) || WriteTarget.IsLink(File(_names.First)) ? null : _names.First;

    /// <param name="hash">The hash of new weights, in lower-case hexadecimal.</param>
    public string Named(string hash) => _names.Hashed(hash);

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Looks at a model that never came into its place.</summary>
    /// <returns>Whether its weights are none of this model's, so that it is not ours to remove.</returns>
    public bool BelongsToAnother(Stream deadModel)
    {
        var locations = Locations(deadModel);
        _orphans.UnionWith(locations.Where(_names.Contains));
        return locations.Any(location => !_names.Contains(location) && Path.Exists(File(location)));
    }

    /// <summary>Deletes what the model at its place does not refer to, or did before; of what others may be saving only that.</summary>
    /// <param name="isQuiet">Whether nobody else is saving there.</param>
    public void DeleteUnused(Func<bool> isQuiet) => Leftovers.Quietly(() =>
    {
        // In this order: what is there before it is quiet has been taken into use by then, or never will be.
        string[] present = _names.IsCut ? [] : [.. Present().Where(name => _names.IsHashed(name) || (name == _names.First && Used.Any(_names.IsHashed)))];
        string[] candidates = isQuiet() ? [.. Used, .. _orphans, .. present] : [.. Used, .. _orphans];
        if (UsedNow() is not { } used)
        {
            return;
        }

        foreach (string name in candidates.Distinct().Except(used))
        {
            Leftovers.Delete(File(name));
        }
    });

    /// <returns><see langword="null"/> where it cannot be told.</returns>
    private HashSet<string>? UsedNow()
    {
        if (!System.IO.File.Exists(File(_model)) || !Present().Any(_names.Contains))
        {
            return [];
        }

        try
        {
            using Stream stream = RegularFile.OpenRead(File(_model), int.MaxValue);
            return [.. Locations(stream).Where(_names.Contains)];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private IEnumerable<string> Present() =>
        Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Where(name => name.EndsWith(DataFileNames.Extension, StringComparison.Ordinal));

    /// <summary>The files that a model names; none where what is there is no model.</summary>
    private static HashSet<string> Locations(Stream model)
    {
        try
        {
            ModelProto proto = ModelProto.Parser.ParseFrom(model);
            return proto.Graph == null ? [] : [.. ModelWalker.Tensors(proto).Select(ExternalDataReference.LocationOf).OfType<string>()];
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }
}
