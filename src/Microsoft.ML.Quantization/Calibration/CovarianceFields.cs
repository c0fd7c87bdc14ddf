using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Numerics;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The covariances of inputs in a calibration table's JSON. Sums are packed, see <see cref="PackedIntegers"/>.</summary>
internal static class CovarianceFields
{
    public static void Write((string Tensor, string Form) key, InputCovariance covariance, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(NameField, key.Tensor);
        json.WriteString(FormField, key.Form);
        json.WriteNumber(GroupsField, covariance.Blocks.Groups);
        json.WriteNumber(TapsField, covariance.Blocks.Taps);
        json.WriteStartArray(SizesField);
        Array.ForEach(covariance.Blocks.Sizes, json.WriteNumberValue);
        json.WriteEndArray();
        json.WriteNumber(WindowsField, covariance.Count);
        json.WriteStartArray(SumsField);
        foreach (var (bin, sums) in covariance.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber(UnitField, ProductBin.Unit(bin));
            json.WriteBase64String(ValuesField, PackedIntegers.Pack(sums.Values));
            json.WriteBase64String(ProductsField, PackedIntegers.Pack(sums.Products));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    public static Dictionary<(string Tensor, string Form), InputCovariance> ReadAll(JsonFields root)
    {
        var covariances = new Dictionary<(string Tensor, string Form), InputCovariance>();
        foreach (var (key, covariance) in root.OptionalObjects(CovariancesField).Select(Read))
        {
            if (!covariances.TryAdd(key, covariance))
            {
                throw new FormatException($"it has covariances of tensor '{ForeignText.Line(key.Tensor)}' twice");
            }
        }

        return covariances;
    }

    /// <exception cref="FormatException">Something is not as it was written.</exception>
    private static KeyValuePair<(string Tensor, string Form), InputCovariance> Read(JsonFields fields)
    {
        var key = (fields.Text(NameField), fields.Text(FormField));
        long[] sizes = fields.Integers(SizesField);
        var (groups, taps) = (fields.Count(GroupsField), fields.Count(TapsField));
        if (sizes.Length == 0 || Array.Exists(sizes, size => size is < 1 or > WindowBlocks.Widest) || groups is < 1 or > int.MaxValue || taps is < 1 or > int.MaxValue)
        {
            throw new FormatException($"the blocks of the covariances of tensor '{ForeignText.Line(key.Item1)}' have sizes that cannot be");
        }

        var blocks = new WindowBlocks((int)groups, (int)taps, Array.ConvertAll(sizes, size => (int)size));
        long inputs = groups * sizes.Sum();
        long products = groups * sizes.Sum(size => (long)Triangle.Length((int)size));
        var bins = new Dictionary<int, ProductBin>();
        foreach (var sums in fields.Objects(SumsField))
        {
            int? bin = ProductBin.OfUnit(sums.Integer(UnitField));
            var read = new ProductBin(PackedIntegers.Unpack(sums.Bytes(ProductsField), products), PackedIntegers.Unpack(sums.Bytes(ValuesField), inputs));
            if (bin == null || !bins.TryAdd(bin.Value, read))
            {
                throw new FormatException($"the covariances of tensor '{ForeignText.Line(key.Item1)}' have sums of a size that cannot be, or twice");
            }
        }

        return KeyValuePair.Create(key, InputCovariance.Restore(blocks, fields.Count(WindowsField), bins));
    }
}
