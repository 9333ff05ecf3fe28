const NAMES = `
  activity holds stoppedBy refused recheckTimed recheckDue quarantined mustAsk isActive isOwed isAnswered isTouched isFromHost isForced isRestarting
  isWatching isApiDown isNewer hasRedaction hasHiddenWords effects firstTurn recordStaged readWords openPanel closePanel setupError afterPaint
  lockName isClosed isDisabled isShownInBox isStaged isNews onRetry onChoose onEdit openStorage onWake onStorage onTold isOnline quarantineMs changeText
  statuses isUnclear isPending turnOf awaitNews modelOf accepts needed`;

/** For the script's build: names of properties that nothing outside the script sees, nor the storage or the server, so that they may be shortened. None may be used as text, as in `object[name]`. */
export const internalNames = new RegExp(`^(${NAMES.trim().split(/\s+/).join('|')})$`);
