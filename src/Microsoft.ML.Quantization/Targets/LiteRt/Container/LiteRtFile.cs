namespace Microsoft.ML.Quantization.Targets.LiteRt.Container;

/// <summary>
/// Writes a model as a <c>.tflite</c> file: FlatBuffers tables of LiteRT's schema, version 3, with the identifier TFL3. Numbers beside the fields are their places in the
/// schema's tables.
/// </summary>
internal sealed class LiteRtFile
{
    private const uint SchemaVersion = 3;
    private const string Identifier = "TFL3";
    private const int LargestShortCode = 127;

    private readonly LiteRtModel _model;
    private readonly FlatTables _tables;
    private readonly List<int> _buffers = [];
    private readonly List<(LiteRtCode Code, int Version)> _codes;

    private LiteRtFile(LiteRtModel model)
    {
        _model = model;
        _tables = new FlatTables((model.Tensors.Sum(tensor => tensor.Data?.Length ?? 0) * 5 / 4) + (1 << 16));
        _codes = [.. model.Operators.GroupBy(each => each.Code).Select(group => (group.Key, group.Max(each => each.Version)))];
    }

    public static byte[] Write(LiteRtModel model) => new LiteRtFile(model).Write();

    private byte[] Write()
    {
        _buffers.Add(_tables.Table(1, _ => { })); // the first buffer is empty and stands for tensors that are computed
        int[] buffers = [.. _model.Tensors.Select(tensor => tensor.Data == null ? 0 : Buffer(_tables.Bytes(tensor.Data)))];
        int[] metadata = [.. _model.Metadata.Select(entry => Named(entry.Key, Buffer(_tables.Bytes(entry.Value))))];
        int graph = Graph(_tables.Tables([.. _model.Tensors.Select(tensor => Tensor(tensor, buffers[tensor.Index]))]), _tables.Tables([.. _model.Operators.Select(Operator)]));
        int codes = _tables.Tables([.. _codes.Select(Code)]);
        var (graphs, allBuffers, allMetadata, signatures) = (_tables.Tables([graph]), _tables.Tables(_buffers), _tables.Tables(metadata), _tables.Tables([Signature()]));
        int description = _tables.Text(_model.Description);
        int root = _tables.Table(8, table =>
        {
            table.AddUint(0, SchemaVersion, 0);
            table.AddOffset(1, codes, 0);
            table.AddOffset(2, graphs, 0);
            table.AddOffset(3, description, 0);
            table.AddOffset(4, allBuffers, 0);
            table.AddOffset(6, allMetadata, 0);
            table.AddOffset(7, signatures, 0);
        });
        return _tables.Finish(root, Identifier);
    }

    private int Buffer(int data)
    {
        _buffers.Add(_tables.Table(1, table => table.AddOffset(0, data, 0)));
        return _buffers.Count - 1;
    }

    /// <summary>A name with the number of a tensor or buffer.</summary>
    private int Named(string name, int index)
    {
        int text = _tables.Text(name);
        return _tables.Table(2, table =>
        {
            table.AddOffset(0, text, 0);
            table.AddUint(1, (uint)index, 0);
        });
    }

    private int Tensor(LiteRtTensor tensor, int buffer)
    {
        var (name, shape, quantization) = (_tables.Text(tensor.Name), _tables.Integers(tensor.Shape), tensor.Quantization == null ? 0 : Quantization(tensor.Quantization));
        return _tables.Table(8, table =>
        {
            table.AddOffset(0, shape, 0);
            table.AddSbyte(1, (sbyte)tensor.Type, 0);
            table.AddUint(2, (uint)buffer, 0);
            table.AddOffset(3, name, 0);
            table.AddOffset(4, quantization, 0);
        });
    }

    private int Quantization(LiteRtQuantization quantization)
    {
        var (scales, zeroPoints) = (_tables.Floats(quantization.Scales), _tables.Longs(Array.ConvertAll(quantization.Scales, _ => (long)quantization.ZeroPoint)));
        return _tables.Table(7, table =>
        {
            table.AddOffset(2, scales, 0);
            table.AddOffset(3, zeroPoints, 0);
            table.AddInt(6, quantization.Axis, 0);
        });
    }

    private int Operator(LiteRtOperator each)
    {
        var (inputs, outputs) = (_tables.Integers(Array.ConvertAll(each.Inputs, input => input.Index)), _tables.Integers(Array.ConvertAll(each.Outputs, output => output.Index)));
        int options = each.Options == null ? 0 : _tables.Options(each.Options.Fields);
        return _tables.Table(5, table =>
        {
            table.AddUint(0, (uint)_codes.FindIndex(code => code.Code == each.Code), 0);
            table.AddOffset(1, inputs, 0);
            table.AddOffset(2, outputs, 0);
            table.AddByte(3, each.Options?.Kind ?? 0, 0);
            table.AddOffset(4, options, 0);
        });
    }

    private int Code((LiteRtCode Code, int Version) code) => _tables.Table(4, table =>
    {
        table.AddSbyte(0, (sbyte)Math.Min((int)code.Code, LargestShortCode), 0);
        table.AddInt(2, code.Version, 1);
        table.AddInt(3, (int)code.Code, 0);
    });

    private int Graph(int tensors, int operators)
    {
        var (inputs, outputs, name) = (_tables.Integers([.. _model.Inputs.Select(each => each.Tensor.Index)]), _tables.Integers([.. _model.Outputs.Select(each => each.Tensor.Index)]), _tables.Text("main"));
        return _tables.Table(5, table =>
        {
            table.AddOffset(0, tensors, 0);
            table.AddOffset(1, inputs, 0);
            table.AddOffset(2, outputs, 0);
            table.AddOffset(3, operators, 0);
            table.AddOffset(4, name, 0);
        });
    }

    /// <summary>The model's own names of what goes in and comes out.</summary>
    private int Signature()
    {
        int Names(IEnumerable<(string Name, LiteRtTensor Tensor)> ends) => _tables.Tables([.. ends.Select(end => Named(end.Name, end.Tensor.Index))]);
        var (inputs, outputs, key) = (Names(_model.Inputs), Names(_model.Outputs), _tables.Text("serving_default"));
        return _tables.Table(5, table =>
        {
            table.AddOffset(0, inputs, 0);
            table.AddOffset(1, outputs, 0);
            table.AddOffset(2, key, 0);
        });
    }
}
