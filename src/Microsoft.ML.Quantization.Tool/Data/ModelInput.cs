using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Pipeline;

namespace Microsoft.ML.Quantization.Tool.Data;

/// <summary>What a model takes at one of its inputs.</summary>
/// <param name="Name">The name.</param>
/// <param name="ItemType">The type of one value.</param>
/// <param name="RowShape">The dimensions of one row, the first dimension of the model's (rows, or one of fixed size 1) left out; <see langword="null"/> stands for a free one.</param>
/// <param name="RowNames">What the free ones of them are called; <see langword="null"/> for others.</param>
/// <param name="Text">The type and shape as a user would write them.</param>
internal sealed record ModelInput(string Name, PrimitiveDataViewType ItemType, IReadOnlyList<long?> RowShape, IReadOnlyList<string?> RowNames, string Text)
{
    private const int UsualSide = 224;
    private const int UsualLength = 128;

    /// <summary>What its free dimensions commonly are, those of images and those of sentences.</summary>
    public int UsualSize => RowShape.Count == 3 ? UsualSide : UsualLength;

    /// <summary>The values of a row, where no dimension is free.</summary>
    public long? RowLength => RowShape.Aggregate((long?)1, (product, size) => product * size);

    public static IReadOnlyList<ModelInput> Read(string modelFile) => [.. ModelSignature.Read(modelFile).Inputs.Select(input => Create(modelFile, input))];

    /// <summary>The column for rows of some shape; that of the model where none is given.</summary>
    public DataColumn Column(IReadOnlyList<int>? shape = null)
    {
        shape ??= RowShape.All(size => size is <= int.MaxValue) ? [.. RowShape.Select(size => (int)size!)] : null;
        return new DataColumn(Name, shape switch
        {
            null => new VectorDataViewType(ItemType, 0),
            [] => ItemType,
            _ => new VectorDataViewType(ItemType, shape.ToArray()),
        });
    }

    private static ModelInput Create(string modelFile, TensorSignature input)
    {
        if (input.Dimensions == null || input.OtherKind != null)
        {
            throw new CommandException($"Input '{input.Name}' of '{modelFile}' is {input.OtherKind ?? "of no known rank"}, which no file of data can feed.");
        }

        var type = (PrimitiveDataViewType)ItemTypes.Map(input.Type);
        bool hasRows = input.Dimensions.Length > 0 && (input.Dimensions[0].IsFree || input.Dimensions[0].Size == 1);
        var row = input.Dimensions.Skip(hasRows ? 1 : 0).ToArray();
        return new ModelInput(input.Name, type, [.. row.Select(dimension => dimension.Size)], [.. row.Select(dimension => dimension.IsFree ? dimension.Parameter : null)], $"{type}{input.Shape}");
    }
}
