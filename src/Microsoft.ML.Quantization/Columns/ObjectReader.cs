using Microsoft.ML.Data;

namespace Microsoft.ML.Quantization.Columns;

/// <summary>Reads a row's objects: class, x0, y0, x1, y1 of one after the other.</summary>
internal sealed class ObjectReader(DataViewRow row, ObjectColumns columns)
{
    private readonly Func<double[]> _classes = Classes(row, row.Schema[columns.Labels]);
    private readonly ValueGetter<VBuffer<float>> _boxes = row.GetGetter<VBuffer<float>>(row.Schema[columns.Boxes]);
    private VBuffer<float> _box;

    /// <exception cref="InvalidOperationException">The row's boxes or classes are none, or do not go together.</exception>
    public float[] Read()
    {
        double[] classes = _classes();
        _boxes(ref _box);
        float[] boxes = [.. _box.DenseValues()];
        if (boxes.Length != 4L * classes.Length)
        {
            throw new InvalidOperationException(
                $"Row {row.Position} has {classes.Length} classes in column '{columns.Labels}' and {boxes.Length} numbers in column '{columns.Boxes}'; expected four for each class: x0, y0, x1, y1.");
        }

        var objects = new float[5 * classes.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            objects[5 * i] = Class(classes[i], i);
            Box(boxes.AsSpan(4 * i, 4), i).CopyTo(objects.AsSpan((5 * i) + 1));
        }

        return objects;
    }

    private static Func<double[]> Classes(DataViewRow row, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType;

        // Keys count from 1; 0 is a missing one.
        double first = item is KeyDataViewType ? 1 : 0;
        return Type.GetTypeCode(item.RawType) switch
        {
            TypeCode.SByte => Values<sbyte>(row, column, value => value),
            TypeCode.Byte => Values<byte>(row, column, value => value - first),
            TypeCode.Int16 => Values<short>(row, column, value => value),
            TypeCode.UInt16 => Values<ushort>(row, column, value => value - first),
            TypeCode.Int32 => Values<int>(row, column, value => value),
            TypeCode.UInt32 => Values<uint>(row, column, value => value - first),
            TypeCode.Int64 => Values<long>(row, column, value => value),
            _ => Values<ulong>(row, column, value => value - first),
        };
    }

    private static Func<double[]> Values<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            getter(ref values);
            return [.. values.DenseValues().Select(convert)];
        };
    }

    private float Class(double value, int index)
    {
        const double Most = 1 << 24;
        return value is >= 0 and < Most ? (float)value : throw new InvalidOperationException(
            $"Object {index} of row {row.Position} has {(columns.ClassCount != null ? "no class (a missing key)" : $"the class {value}")} in column '{columns.Labels}'; expected one, counted from 0. Leave such objects out, with their boxes.");
    }

    private Span<float> Box(Span<float> box, int index)
    {
        foreach (float value in box)
        {
            if (!float.IsFinite(value))
            {
                throw Wrong(box, index, "expected numbers");
            }
        }

        return box[2] > box[0] && box[3] > box[1] ? box : throw Wrong(box, index, "expected x0, y0, x1, y1 with x0 below x1 and y0 below y1. Convert boxes of another form, and leave empty ones out, with their classes");
    }

    private InvalidOperationException Wrong(Span<float> box, int index, string expected) =>
        new($"Object {index} of row {row.Position} has the box {box[0]}, {box[1]}, {box[2]}, {box[3]} in column '{columns.Boxes}'; {expected}.");
}
