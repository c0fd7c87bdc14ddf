using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The buffers of one cursor or row, bound to the session. Rows go in one by one; <see cref="Run(int)"/> scores those that are in.
/// In the steady state nothing is allocated: the tensors are bound again only when their shape changes.
/// </summary>
internal sealed class Scorer : IDisposable
{
    /// <summary>A larger batch may have been asked for than there will ever be rows.</summary>
    private const int FirstRows = 1024;

    private readonly ScoringModel _model;
    private readonly SessionHandle.Lease _lease;
    private readonly OrtIoBinding _binding;
    private readonly RunGuard _guard;
    private readonly Func<RunOptions, bool> _run;
    private readonly InputTensor[] _inputs;
    private readonly OutputTensors _outputs;
    private readonly int[] _lengths;
    private int _boundRows;

    private readonly Func<int, long> _position;

    /// <param name="model">The model.</param>
    /// <param name="active">For each of its outputs, whether it is wanted.</param>
    /// <param name="position">Where in the data each row of a batch is, for messages.</param>
    public Scorer(ScoringModel model, bool[] active, Func<int, long> position)
    {
        _position = position;
        _model = model;
        _lease = model.Session.Acquire();
        _binding = _lease.Session.CreateIoBinding();
        _guard = new RunGuard(model.Original, model.Runs);
        _run = Run;
        _inputs = [.. model.Inputs.Select(InputTensor.Create)];
        _outputs = new OutputTensors(model.Outputs, active);
        _lengths = new int[_inputs.Length];
    }

    public IReadOnlyList<InputTensor> Inputs => _inputs;

    /// <summary>For how many rows there is room.</summary>
    public int Room { get; private set; }

    public OutputTensor Output(int index) => _outputs[index];

    /// <summary>Whether a row of these lengths can join the batch that was begun.</summary>
    public bool Fits(ReadOnlySpan<int> lengths) => lengths.SequenceEqual(_lengths);

    /// <summary>Begins a batch of rows of these lengths and tells how many rows it takes.</summary>
    public int Begin(ReadOnlySpan<int> lengths, bool single)
    {
        if (_model.IsVariable && !Fits(lengths))
        {
            RowLengths.Check(_model.Inputs, lengths);
        }

        lengths.CopyTo(_lengths);
        long elements = 0;
        foreach (int length in lengths)
        {
            elements += length;
        }

        int rows = single ? 1 : _model.Sizing.Rows(elements);
        Room = Math.Min(rows, FirstRows);
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Reserve(Room, lengths[i]);
        }

        return rows;
    }

    /// <summary>Makes room for twice as many rows as there is.</summary>
    public void Grow()
    {
        Room *= 2;
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i].Grow(Room, _lengths[i]);
        }
    }

    public void Run(int rows)
    {
        bool changed = _boundRows != rows;
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_inputs[i].Resize(rows, _lengths[i]))
            {
                _binding.BindInput(_inputs[i].Input.Column.Name, _inputs[i].Value);
                changed = true;
            }
        }

        if (changed)
        {
            _outputs.Bind(_binding, rows);
            _boundRows = rows;
        }
        else
        {
            _outputs.Renew(_binding, rows);
        }

        try
        {
            _guard.Run(_run, rows);
        }
        catch (OnnxRuntimeException e)
        {
            throw FailingRow.Error(_model, _lease.Session, _inputs, _lengths, rows, _position, e);
        }

        _outputs.Accept(_binding, rows);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _guard.Dispose();
        foreach (var input in _inputs)
        {
            input.Dispose();
        }

        _outputs.Dispose();
        _lease.Dispose();
    }

    private bool Run(RunOptions options)
    {
        _lease.Session.RunWithBinding(options, _binding);
        return true;
    }
}
