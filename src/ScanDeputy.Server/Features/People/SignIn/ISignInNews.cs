using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Tells somebody that their account was opened where it has not been opened before. The inbox is the notices', which stand above.</summary>
public interface ISignInNews
{
    /// <param name="sessionId">The session that was opened.</param>
    void TellNewDevice(WriteScope scope, string userId, string? jurisdiction, string sessionId, string device, string network);
}
