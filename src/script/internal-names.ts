const NAMES = `
  activity pauses stoppedBy refused recheckTimed recheckDue quarantined mustReadList isActive isAwaited hasResponse isChanged isSeeded isForced hasRestarted
  isFollowing isApiDown isNewer hasRedaction hasHiddenWords effects firstTurn recordStaged readWords openPanel closePanel setupError afterPaint
  lockName isClosed isDisabled isShownInBox isStaged isNews onRetry onChoose onEdit openStorage onWake onStorage onMessage isOnline quarantineMs changeText
  statuses isUnclear isPending turnOf awaitNews modelOf accepts needed unsaid wordsTries needsWords keepDraft offered former setUp onUndo isPersonKnown isStorageShared isFormer
  clockOffset authError isRoutine logged serverTime cleanUp mayBeCopied isProven findEarlier isListed isLocked onView onSettled refusesWords tries
  turn revive look panel words timer clock problem onDismiss store queue effects warnings delivery isInBox isChosen isForPage notice show offer confirm fail hasOtherTabs isAuthorUnclear entry environment arrival memory staged
  successor lone moveTo adopt renew waitingFor onUse seed receive choose stage enter scope whenActive records wake want onRemove onPhase models terms peek
  chosen listen whenOpen dependencies slots clickBy endedAt holder onRelease`;

/** The properties of Preact, of which the script has a copy of its own, and the methods of class components, of which it has none. */
const PREACT = `
  __\\w? current props vnode diffed debounceRendering getDerivedStateFromProps getDerivedStateFromError getSnapshotBeforeUpdate getChildContext contextType
  componentWillMount componentDidMount componentWillReceiveProps shouldComponentUpdate componentWillUpdate componentDidUpdate componentWillUnmount
  componentDidCatch setState forceUpdate`;

/** Matches property names that the script's build may shorten, because neither the page, the storage nor the server sees them. None may be used as a string. */
export const internalNames = new RegExp(`^(${`${NAMES} ${PREACT}`.trim().split(/\s+/).join('|')})$`);
