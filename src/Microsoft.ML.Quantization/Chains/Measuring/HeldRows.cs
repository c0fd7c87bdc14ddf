using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Chains.Measuring;

/// <summary>Keeps rows in memory, where ML.NET can: it leaves out columns of images and other objects.</summary>
internal static class HeldRows
{
    public static SingleCursorView Create(MLContext context, IDataView rows) => new SingleCursorView(rows.Schema.All(column => CanHold(column.Type)) ? context.Data.Cache(rows) : rows);

    private static bool CanHold(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType { ItemType: PrimitiveDataViewType };
}
