using Fuzzer.Corpus;
using Fuzzer.Mutations;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Fuzzer;

/// <summary>Makes cases: the seed and the number of a case decide all of it.</summary>
internal sealed class CaseFactory(Sources sources, int seed)
{
    public FuzzCase Create(int number)
    {
        // Well apart for neighbours: Random's own seeding is not.
        var random = new Random(unchecked((int)((((uint)seed * 2654435761u) ^ ((uint)number * 2246822519u)) & int.MaxValue)));
        (CaseKind kind, string name, byte[] original) = sources.Pick(random);
        byte[] content = original;
        int mutations = 1 + (random.Next(3) == 0 ? random.Next(4) : 0);
        for (int i = 0; i < mutations; i++)
        {
            content = kind == CaseKind.Model ? Model(content, random) : kind == CaseKind.Zip && random.Next(3) > 0
                ? ZipMutations.Apply(content, random)
                : kind == CaseKind.Table && random.Next(3) > 0 ? JsonMutations.Apply(content, random) : ByteMutations.Apply(content, random);
        }

        return new FuzzCase(kind, name, content, original);
    }

    private static byte[] Model(byte[] content, Random random)
    {
        switch (random.Next(20))
        {
            case < 2:
                return ByteMutations.Apply(content, random);
            case < 6:
                return WireMutations.Apply(content, random);
            default:
                ModelProto model;
                try
                {
                    model = ModelProto.Parser.ParseFrom(content);
                }
                catch (InvalidProtocolBufferException)
                {
                    return ByteMutations.Apply(content, random);
                }

                if (model.Graph != null)
                {
                    GraphMutations.Apply(model, random);
                }

                return model.ToByteArray();
        }
    }
}
