namespace ScanDeputy.Server.Features.Cases.Consents;

/// <summary>What the author of a report agrees to, each for itself (个人信息保护法, articles 14, 15 and 29); stored by name, for ever.</summary>
public enum Consent
{
    /// <summary>The report, without who wrote it, and what became of it are shown to everybody.</summary>
    PublishText,

    /// <summary>With its photos, those that passed the check. Goes with the text.</summary>
    PublishPhotos,

    /// <summary>The lead agency sees name and phone.</summary>
    ShareContact,
}
