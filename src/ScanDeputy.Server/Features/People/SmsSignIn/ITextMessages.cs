using ScanDeputy.Domain;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>What became of a text message.</summary>
public enum TextMessageEnd
{
    Taken,

    /// <summary>No answer came; it may arrive.</summary>
    Doubtful,

    /// <summary>It certainly did not go out.</summary>
    NotTaken,
}

/// <summary>Text messages that somebody waits for. The gateway is the notices', which stand above.</summary>
public interface ITextMessages
{
    /// <summary>Whether there is a gateway.</summary>
    bool IsOn { get; }

    /// <summary>One call of the network, never repeated; not to be made while a transaction is open.</summary>
    /// <param name="id">By which the gateway may recognise a repetition.</param>
    /// <param name="phone">Whose.</param>
    /// <param name="text">Not kept anywhere on this side.</param>
    /// <param name="ct">Stops the waiting.</param>
    Task<TextMessageEnd> SendAsync(string id, PhoneNumber phone, string text, CancellationToken ct);
}
