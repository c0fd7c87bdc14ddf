using System.IO.Compression;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer.Mutations;

/// <summary>Archives whose members are damaged, lost or changed, while the archive itself is whole.</summary>
internal static class ZipMutations
{
    public static byte[] Apply(byte[] content, Random random)
    {
        try
        {
            var members = Read(content);
            if (members.Count == 0)
            {
                return ByteMutations.Apply(content, random);
            }

            int at = random.Next(members.Count);
            int onnx = members.FindIndex(member => IsModel(member.Bytes));
            if (onnx >= 0 && random.Next(2) == 0)
            {
                members[onnx] = (members[onnx].Name, Model(members[onnx].Bytes, random));
            }
            else if (random.Next(8) == 0)
            {
                members.RemoveAt(at);
            }
            else
            {
                members[at] = (members[at].Name, ByteMutations.Apply(members[at].Bytes, random));
            }

            return Write(members);
        }
        catch (InvalidDataException)
        {
            return ByteMutations.Apply(content, random);
        }
    }

    // The member is ML.NET's own frame around the model or the model itself.
    private static bool IsModel(byte[] bytes) => WireField.Parse(bytes) is { Count: > 2 } fields && fields.Any(field => field.Number == 7 && field.Type == WireField.Delimited);

    private static byte[] Model(byte[] bytes, Random random)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return ByteMutations.Apply(bytes, random);
        }

        if (model.MetadataProps.Count > 0 && random.Next(3) > 0)
        {
            var entry = model.MetadataProps[random.Next(model.MetadataProps.Count)];
            entry.Value = random.Next(4) switch
            {
                0 => entry.Value[..random.Next(entry.Value.Length + 1)],
                1 => "{\"Format\":1}",
                _ => System.Text.Encoding.UTF8.GetString(JsonMutations.Apply(System.Text.Encoding.UTF8.GetBytes(entry.Value), random)),
            };
        }
        else if (model.Graph != null)
        {
            GraphMutations.Apply(model, random);
        }

        return model.ToByteArray();
    }

    private static List<(string Name, byte[] Bytes)> Read(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
        return [.. archive.Entries.Select(entry => (entry.FullName, Bytes(entry)))];
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Write(List<(string Name, byte[] Bytes)> members)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
